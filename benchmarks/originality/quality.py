"""How often each judge is wrong, by kind of pair."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.originality.edits import EDITS, combined
from benchmarks.originality.pairs import Pair
from benchmarks.originality.rivals import Judge


def table(judges: Sequence[Judge], known: Sequence[Pair]) -> Iterator[str]:
    """One line for each kind, copies first, with the mistakes of each judge; then precision, recall, F1."""
    yield f"{'kind':24}{'pairs':>6}  " + "  ".join(f"{judge.name[:34]:>34}" for judge in judges)
    ordered = sorted(known, key=lambda pair: (not pair.is_copy, pair.kind))
    for (is_own, kind), group in groupby(ordered, key=lambda pair: (not pair.is_copy, pair.kind)):
        pairs = [*group]
        cells = "  ".join(f"{_mistakes(judge, pairs, is_own=is_own):>34}" for judge in judges)
        yield f"{'own' if is_own else 'copy'} {kind:19}{len(pairs):>6}  {cells}"
    yield f"{'all':24}{len(known):>6}  " + "  ".join(f"{_sums(judge, known):>34}" for judge in judges)


def _mistakes(judge: Judge, pairs: Sequence[Pair], *, is_own: bool) -> str:
    wrong = sum(map(judge.is_wrong, pairs))
    if is_own:
        return f"{wrong} false alarms"
    recall = 1 - wrong / len(pairs)
    return f"{wrong} missed, F1 {2 * recall / (1 + recall):.4f}"


def _sums(judge: Judge, known: Iterable[Pair]) -> str:
    found = [(judge.finds(pair), pair.is_copy) for pair in known]
    right = sum(finds and is_copy for finds, is_copy in found)
    alarms = sum(finds and not is_copy for finds, is_copy in found)
    missed = sum(is_copy and not finds for finds, is_copy in found)
    precision, recall = right / max(1, right + alarms), right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{alarms + missed} wrong P {precision:.3f} R {recall:.3f} F1 {f1:.4f}"


def rewrites_within(judge: Judge, known: Sequence[Pair]) -> str:
    """Every text that was told anew against every other telling: false alarms as in a corpus."""
    tellings = sorted({text for pair in known if pair.kind == "rewrite" for text in (pair.one, pair.other)})
    alarms = sum(
        judge.likeness(one, other) >= judge.threshold
        for place, one in enumerate(tellings)
        for other in tellings[:place]
    )
    count = len(tellings) * (len(tellings) - 1) // 2
    return f"{judge.name}: {alarms} false alarms on {count} pairs of tellings ({100 * alarms / count:.3f} %)"


def real_pairs(folder: Path, chance: random.Random) -> list[Pair]:
    """Edits of real rows. Only copies: whether two real rows are alike is for a person to say."""
    rows = [row["text"] for path in sorted(folder.glob("galaxy-*.csv")) for row in _rows(path)]
    texts = sorted({text for text in rows if 120 <= len(text) <= 1_500})
    chosen = chance.sample(texts, min(150, len(texts)))
    made = []
    for text in chosen:
        kind = chance.choice([*EDITS])
        others = chance.sample(texts, 12)
        if (edited := EDITS[kind](text, chance, others)) != text:
            made.append(Pair(f"real, {kind}"[:19], text, edited, True, False))
        made.append(Pair("real, combined", text, combined(text, chance, others), True, False))
    return made


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]
