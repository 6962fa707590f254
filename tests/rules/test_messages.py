"""Every sentence of every rule reads right for nothing, for one and for several, in both languages."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import Any

import pytest

from calendar_app.platforms.counting import Unit
from calendar_app.rules import catalog
from calendar_app.rules.engine import RULES
from calendar_app.rules.units import measure, unit_alone
from calendar_app.wording import Text, Value

NUMBERS = frozenset(
    ("a", "d", "g", "k", "n", "p", "s", "have", "hours", "left", "len", "max", "min", "over", "req", "within")
)
"""The names of whole numbers in sentences; R21's `min` is a length of time in words."""

SINGULAR = (
    "post|minute|day|hour|link|image|video|channel|person|point|"
    "Beitrag|Minute|Tag|Stunde|Bild|Kanal|Punkt|Konto|is|lacks|runs|needs|ist|läuft"
)
PLURAL = (
    "posts|minutes|days|hours|links|images|videos|channels|people|points|Beiträge|Beiträgen|Minuten|Tage|Tagen|"
    "Stunden|Bilder|Bildern|Kanäle|Punkte|Konten|are|lack|run|need|sind|laufen"
)
WRONG = re.compile(rf"(?<![\d.,])(1 ({PLURAL})|[02] ({SINGULAR}))\b")


def sentences() -> Iterator[tuple[str, Text]]:
    """Every text of the catalogue that takes something in."""
    for module in iter_modules(catalog.__path__):
        known = vars(import_module(f"{catalog.__name__}.{module.name}"))
        for name, text in known.items():
            if isinstance(text, Text) and "{" in text.en:
                yield f"{module.name}.{name}", text


SENTENCES = dict(sentences())


def filled_with(text: Text, number: int) -> dict[str, Value]:
    names = {name for _, name, _, _ in Formatter().parse(text.en + text.de) if name}
    moment = datetime(2027, 3, 3, 9, tzinfo=UTC)
    kinds: dict[str, Any] = dict.fromkeys(("t", "t2", "date"), moment)
    return {name: kinds.get(name, number if name in NUMBERS else "Word") for name in names}


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_agrees_with_its_numbers(name: str, number: int) -> None:
    text = SENTENCES[name]

    said = [text.fill(language, filled_with(text, number)) for language in ("en", "de")]

    assert not any(WRONG.search(each) or "{" in each for each in said), said


UNITS = sorted({each.unit for rule in RULES for each in rule.parameters} | {"images", "points", "phrases"})


@pytest.mark.parametrize("unit", UNITS)
def test_a_measure_agrees_with_its_number(unit: str) -> None:
    for number in (0, 1, 2):
        said = measure(number, unit)
        assert not WRONG.search(said.en)
        assert not WRONG.search(said.de)


@pytest.mark.parametrize(
    ("number", "unit", "en", "de"),
    [
        (30, "%", "30%", "30 %"),
        (1, "posts", "1 post", "1 Beitrag"),
        (90, "minutes", "90 minutes", "90 Minuten"),
        (491, "minutes", "8 h 11 min", "8 Std. 11 Min."),
        (180, "minutes", "3 hours", "3 Stunden"),
        (3, "to 1", "3 to 1", "3 zu 1"),
        (1, "", "yes", "ja"),
        (300, Unit.WEIGHTED, "300 weighted characters", "300 Zeichen (gewichtet)"),
    ],
)
def test_measures_read_as_people_say_them(number: int, unit: str, en: str, de: str) -> None:
    assert measure(number, unit) == Text(en, de)


def test_a_unit_stands_alone_behind_a_field() -> None:
    assert unit_alone("days") == Text("days", "Tage")
    assert unit_alone("times") == Text("times", "mal")
    assert unit_alone("") == Text("", "")
