"""What `parley check` costs for long plans: `python -m benchmarks.plans [ROWS ...]`.

Each plan covers one year on ten channels, once with texts of their own, of which every twentieth is told
again on the next channel with a few words exchanged, and once with the same text in every row. Time is that
of the processor, memory the largest of the process that checks.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import archive
from benchmarks.originality.growth import new_text

SIZES = (10_000, 30_000, 100_000)
PLATFORMS = ("mastodon", "linkedin", "instagram", "facebook", "bluesky")
SAME = "Immer derselbe Text, den alle lesen sollen, überall und jeden Tag: Die Werkstatt hat geöffnet."


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print("     rows  texts   seconds  ms a row       MB")
    for size in sizes:
        for kind, texts in (("own", _own_texts(size)), ("same", [SAME] * size)):
            with tempfile.TemporaryDirectory() as folder:
                seconds, megabytes = _check(_written(Path(folder) / "plan.csv", texts))
            print(
                f"{size:>9,}  {kind:5} {seconds:>9.1f} {1000 * seconds / size:>9.2f} {megabytes:>8}",
                flush=True,
            )


def _own_texts(size: int) -> list[str]:
    chance = random.Random(archive.SEED)  # noqa: S311 reproducible, not secret
    texts: list[str] = []
    for number in range(size):
        is_copy = number % 20 == 19
        texts.append(
            _edited(texts[-1], chance) if is_copy else new_text(chance) + " https://example.org/a #neu"
        )
    return texts


def _edited(text: str, chance: random.Random) -> str:
    return " ".join(word if chance.random() > 0.05 else "anders" for word in text.split())


def _written(path: Path, texts: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        plan = csv.writer(file)
        plan.writerow(("Channel", "Platform", "Date", "Time", "Text", "Mode"))
        plan.writerows(_rows(texts))
    return path


def _rows(texts: list[str]) -> Iterator[tuple[str, ...]]:
    first, apart = datetime(2025, 1, 6, 8), timedelta(days=364) / len(texts)  # noqa: DTZ001 wall time
    for number, text in enumerate(texts):
        at, platform = first + number * apart, PLATFORMS[number % len(PLATFORMS)]
        mode = "live" if number % 2 else "scheduled"
        yield f"{platform} {number % 10}", platform, f"{at:%Y-%m-%d}", f"{at:%H:%M}", text, mode


def _check(plan: Path) -> tuple[float, int]:
    """Seconds of processor time and megabytes at the most."""
    command = [sys.executable, "-m", "calendar_app.cli", "check", str(plan)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in {0, 1}:
        raise RuntimeError(f"the check ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


if __name__ == "__main__":
    main()
