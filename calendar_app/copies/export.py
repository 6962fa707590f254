"""What a search found as a file for a spreadsheet."""

import csv
from collections.abc import Callable, Iterable
from typing import TextIO

from calendar_app.copies.services import Pair
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.posts.models import Variant
from calendar_app.posts.telling.same_pictures import SamePictures

_ = gettext

_PICTURES = {
    SamePictures.ALIKE: mark("Nearly the same picture"),
    SamePictures.EQUAL: mark("Same picture"),
}

LONGEST_CELL = 1_000
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(file: TextIO, pairs: Iterable[Pair], address: Callable[[Variant], str]) -> None:
    """Semicolons, as spreadsheets expect them in Europe; pairs are written as they come."""
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    side = (_("Channel"), _("When"), _("Text"), _("Address"))
    writer.writerow([_("Alike, %"), _("Same text"), *side, *side, _("Pictures")])
    for pair in pairs:
        same = _("yes") if pair.is_same and not pair.says_nothing else _("no")
        sides = (*_cells(pair.one, address), *_cells(pair.other, address))
        pictures = _PICTURES.get(pair.pictures)
        writer.writerow([pair.percent, same, *sides, _(pictures) if pictures else ""])


def _cells(variant: Variant, address: Callable[[Variant], str]) -> list[str]:
    when = variant.planned_wall.isoformat(" ", "minutes") if variant.planned_wall else ""
    said = "\n".join(filter(None, (variant.title, variant.text)))[:LONGEST_CELL]
    return [harmless(variant.channel.name), when, harmless(said), address(variant)]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whatever somebody wrote into it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell
