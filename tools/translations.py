"""Check the translations: `python -m tools.translations check`.

Every text marked in code or templates must have its German, the same in every room; nothing that is no
longer used may stay behind. `add` writes the missing texts into their room's PO file, to be translated there.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO_FILES = ROOT / "calendar_app" / "translations" / "de"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "mark": None,
    "mark_number": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

Key = tuple[str | None, str]


def main(arguments: list[str]) -> int:
    used = used_messages()
    if arguments == ["add"]:
        return add(used)
    if arguments != ["check"]:
        print("usage: python -m tools.translations check | add")
        return 2
    problems = [*missing(used), *obsolete(used), *disagreements(), *wrong_placeholders()]
    print("\n".join(problems) or f"{len(used)} texts, all translated")
    return 1 if problems else 0


def used_messages() -> dict[Key, tuple[str, str | tuple[str, ...]]]:
    """Every marked text: (context, singular) → (room, message id)."""
    found: dict[Key, tuple[str, str | tuple[str, ...]]] = {}
    for path, method in _sources():
        for _, message, _, context in extract_from_file(method, str(path), keywords=KEYWORDS):
            found.setdefault((context, _singular(message)), (_room(path), message))
    return found


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / "calendar_app").rglob("*.py")):
        yield path, "python"
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            yield path, "jinja2.ext:babel_extract"


def _room(path: Path) -> str:
    """The room a text belongs to; what several rooms share is the foundation's."""
    parts = path.relative_to(ROOT).parts
    if parts[:2] == ("templates", "mail"):
        return "reminders"
    shared = len(parts) < 3 or parts[1] in {"layout", "errors"}
    return "foundation" if shared else parts[1]


def _singular(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def catalogs() -> dict[str, Catalog]:
    """The PO files as they stand: room → catalogue."""
    read = {}
    for path in sorted(PO_FILES.glob("*.po")):
        with path.open("rb") as file:
            read[path.stem] = read_po(file, locale="de")
    return read


def _entries() -> Iterator[tuple[str, Message]]:
    for room, catalog in catalogs().items():
        yield from ((room, message) for message in catalog if message.id)


def _forms(texts: str | Iterable[str] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or [""])


def _is_translated(message: Message) -> bool:
    return all(_forms(message.string)) and not message.fuzzy


def missing(used: dict[Key, tuple[str, str | tuple[str, ...]]]) -> list[str]:
    known = {(entry.context, _singular(entry.id)) for _, entry in _entries() if _is_translated(entry)}
    return [
        f"{room}: no German for {text!r}"
        for (context, text), (room, _) in used.items()
        if (context, text) not in known
    ]


def obsolete(used: dict[Key, tuple[str, str | tuple[str, ...]]]) -> list[str]:
    return [
        f"{room}: nobody uses {_singular(entry.id)!r} any more"
        for room, entry in _entries()
        if (entry.context, _singular(entry.id)) not in used
    ]


def disagreements() -> list[str]:
    """One English text may stand in two rooms' files, but only with the same German."""
    told = defaultdict(set)
    for _, entry in _entries():
        told[(entry.context, _singular(entry.id))].add(str(entry.string))
    return [
        f"{text!r} is translated differently: {sorted(ways)}"
        for (_, text), ways in told.items()
        if len(ways) > 1
    ]


def wrong_placeholders() -> list[str]:
    return [
        f"{room}: other placeholders in the German of {_singular(entry.id)!r}"
        for room, entry in _entries()
        if not _same_placeholders(entry)
    ]


def _same_placeholders(entry: Message) -> bool:
    forms = _forms(entry.string)
    wanted = {name for text in _forms(entry.id) for name in PLACEHOLDER.findall(text)}
    # A singular may say "one" in words; no form may ask for what is not given.
    last_complete = set(PLACEHOLDER.findall(forms[-1])) == wanted
    return last_complete and all(set(PLACEHOLDER.findall(form)) <= wanted for form in forms)


def add(used: dict[Key, tuple[str, str | tuple[str, ...]]]) -> int:
    """Write what is missing into the PO file of its room, with an empty translation."""
    standing = catalogs()
    known = {(entry.context, _singular(entry.id)) for _, entry in _entries()}
    for (context, text), (room, message) in used.items():
        if (context, text) not in known:
            catalog = standing.setdefault(room, Catalog(locale="de"))
            catalog.add(message if isinstance(message, str) else tuple(message), context=context)
    for room, catalog in standing.items():
        with (PO_FILES / f"{room}.po").open("wb") as file:
            write_po(file, catalog, omit_header=False, no_location=True, sort_output=True, width=110)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
