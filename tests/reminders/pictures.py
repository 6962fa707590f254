"""Every mail as a picture, from the kept letters: `python -m tests.reminders.pictures FOLDER`.

German and English, light and dark, on a phone and in a window. Nothing is fetched, as mail programs do that
block images. One sheet for each holds all kinds side by side.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, find
from tests.reminders.letter_cases import CASES, SNAPSHOTS

Scheme = Literal["light", "dark"]

LANGUAGES = ("de", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (390, 640)
IN_A_ROW = 6


def main(folder: Path) -> None:
    chromium = find()
    if chromium is None:
        raise SystemExit("no Chromium here; set CHROME_PATH, or: sudo apt install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    environ: dict[str, str | float | bool] = {**os.environ, **chromium.environ}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable, args=list(FLAGS), env=environ
        )
        for language, scheme, width in product(LANGUAGES, SCHEMES, WIDTHS):
            drawn = list(_drawn(browser, language, scheme, width))
            _sheet(drawn).save(folder / f"mails-{language}-{scheme}-{width}.png")
        browser.close()


def _drawn(browser: Browser, language: str, scheme: Scheme, width: int) -> Iterator[Image.Image]:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 400}, offline=True, java_script_enabled=False
    )
    page = context.new_page()
    for case in CASES:
        page.set_content((SNAPSHOTS / f"{case}.{language}.html").read_text())
        yield Image.open(BytesIO(page.screenshot(full_page=True)))
    context.close()


def _sheet(pictures: Sequence[Image.Image]) -> Image.Image:
    rows = [pictures[first : first + IN_A_ROW] for first in range(0, len(pictures), IN_A_ROW)]
    width = max(sum(each.width for each in row) for row in rows)
    sheet = Image.new("RGB", (width, sum(_height(row) for row in rows)), "#888888")
    top = 0
    for row in rows:
        left = 0
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width
        top += _height(row)
    return sheet


def _height(row: Sequence[Image.Image]) -> int:
    return max(each.height for each in row)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.reminders.pictures FOLDER")
    main(Path(sys.argv[1]))
