"""What came in, from a CSV file: each row becomes a message, or a sentence that says why it does not."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.services import Message
from calendar_app.foundation.forms import clean, is_web_address
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from calendar_app.rules.facts import InboundKind
from calendar_app.wording import unturned

_ = mark

MOST_ROWS = 1_000
LONGEST_TEXT = 10_000
LONGEST_HANDLE = 200
EARLIEST_YEAR = 2000
_DELIMITERS = ",;\t"

_HEADINGS = {
    "channel": ("channel", "kanal"),
    "kind": ("kind", "art"),
    "received": ("received", "eingegangen", "date", "datum"),
    "text": ("text", "message", "nachricht"),
    "handle": ("from", "von", "name"),
    "link": ("link", "url"),
    "owner": ("owner", "zuständig"),
}
_NEEDED = ("channel", "kind", "received", "text")
_KINDS = {
    "complaint": InboundKind.COMPLAINT,
    "beschwerde": InboundKind.COMPLAINT,
    "question": InboundKind.QUESTION,
    "frage": InboundKind.QUESTION,
    "praise": InboundKind.PRAISE,
    "lob": InboundKind.PRAISE,
    "other": InboundKind.OTHER,
    "sonstiges": InboundKind.OTHER,
}
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M")

Cells = Mapping[str, str]
Named = TypeVar("Named", Channel, Person)


def lies_ahead(wall: datetime, zone: str, now: datetime) -> bool:
    """Whether a naive wall time has not come yet. The last year that there is has no UTC in every zone."""
    return wall.year > now.year + 1 or to_utc(wall, zone) > now


class UnreadableSheet(ValueError):  # noqa: N818 it is an answer, not a failure
    """The file as a whole cannot be read; the text says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not entered, and why, in the reader's language."""

    number: int
    why: str


@dataclass(frozen=True)
class Surroundings:
    """What the rows may name: channels, people, and on whose clock they were written."""

    channels: Sequence[Channel]
    team: Sequence[Person]
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet would enter, with the rows' numbers as a spreadsheet shows them, and what it would not."""

    messages: Sequence[tuple[int, Message]]
    refusals: Sequence[Refusal]


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else what German spreadsheets write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def preview(text: str, known: Surroundings) -> Preview:
    """Every row of a sheet as a message or a refusal. Raises UnreadableSheet."""
    messages, refusals = [], []
    for number, cells in _rows(text):
        try:
            messages.append((number, _message(cells, known)))
        except _RowRefused as refusal:
            refusals.append(Refusal(number, str(refusal)))
    return Preview(messages, refusals)


class _RowRefused(ValueError):  # noqa: N818 it is an answer, not a failure
    """Why one row is not entered."""


def _rows(text: str) -> Iterator[tuple[int, Cells]]:
    records = _records(text)
    headings = next(records, (0, []))[1]
    columns = _columns(headings)
    if missing := [name for name in _NEEDED if name not in columns]:
        raise UnreadableSheet(
            gettext(
                _("The first row names no column for: %(columns)s."),
                columns=", ".join("/".join(_HEADINGS[name]) for name in missing),
            )
        )
    filled = ((number, cells) for number, cells in records if any(map(str.strip, cells)))
    rows = list(islice(filled, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise UnreadableSheet(gettext(_("A file may hold %(most)d rows: divide it."), most=MOST_ROWS))
    for number, cells in rows:
        yield number, {name: cells[at] for name, at in columns.items() if at < len(cells)}


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=lambda sign: len(_columns(first.split(sign))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise UnreadableSheet(
            gettext(_("The file cannot be read after line %(line)d: a quotation mark too many or too few."))
            % {"line": reader.line_num}
        ) from error


def _columns(headings: Sequence[str]) -> dict[str, int]:
    """Column → index; of two headings that mean the same, the first counts."""
    found: dict[str, int] = {}
    for index, heading in enumerate(headings):
        for name, words in _HEADINGS.items():
            if heading.strip().strip('"').casefold() in words:
                found.setdefault(name, index)
    return found


def _message(cells: Cells, known: Surroundings) -> Message:
    owner = _cell(cells, "owner")
    return Message(
        channel=_named(known.channels, _cell(cells, "channel"), _("There is no channel “%(name)s”.")),
        kind=_kind(_cell(cells, "kind")),
        text=_at_most(_text(cells), LONGEST_TEXT),
        received_at=_moment(_cell(cells, "received"), known),
        handle=_at_most(_cell(cells, "handle"), LONGEST_HANDLE),
        link=_link(_cell(cells, "link")),
        owner=_named(known.team, owner, _("There is nobody called “%(name)s” on the team."))
        if owner
        else None,
    )


def _cell(cells: Cells, name: str) -> str:
    return " ".join(unturned(clean(cells.get(name, ""))).split())


def _text(cells: Cells) -> str:
    if text := clean(cells.get("text", "")):
        return text
    raise _RowRefused(gettext(_("The row says nothing of what came in.")))


def _named(rows: Sequence[Named], name: str, refusal: str) -> Named:
    found = [row for row in rows if row.name.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise _RowRefused(gettext(_("“%(name)s” means more than one."), name=name))
    raise _RowRefused(gettext(refusal, name=name))


def _kind(word: str) -> InboundKind:
    if (kind := _KINDS.get(word.casefold())) is not None:
        return kind
    raise _RowRefused(
        gettext(_("“%(word)s” is no kind: complaint, question, praise or other is."), word=word)
    )


def _moment(word: str, known: Surroundings) -> datetime:
    wall = next((found for form in _MOMENTS if (found := _read(word, form))), None)
    if wall is None:
        raise _RowRefused(
            gettext(_("“%(word)s” is no date with a time, like 2026-04-08 16:30 or 08.04.2026 16:30."))
            % {"word": word}
        )
    if wall.year < EARLIEST_YEAR:
        raise _RowRefused(gettext(_("Nothing came in then.")))
    if lies_ahead(wall, known.zone, known.now):
        raise _RowRefused(gettext(_("“%(word)s” lies ahead: nothing has come in then yet."), word=word))
    return to_utc(wall, known.zone)


def _read(word: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(word, form)  # noqa: DTZ007 a wall time
    except ValueError:
        return None


def _link(word: str) -> str:
    if not word or is_web_address(word):
        return word
    raise _RowRefused(gettext(_("An address starts with https:// or http://.")))


def _at_most(text: str, most: int) -> str:
    if len(text) > most:
        raise _RowRefused(gettext(_("A cell holds more than %(most)d characters."), most=most))
    return text
