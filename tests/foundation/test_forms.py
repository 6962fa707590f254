"""What every form does with what was typed, and how it says what is wrong."""

import pytest
from flask import Flask
from wtforms import DateField, SelectField, SelectMultipleField, TimeField
from wtforms.validators import InputRequired, NumberRange

from calendar_app.foundation.forms import Line, Passage, RoomForm, WholeNumber, choices
from calendar_app.foundation.i18n import speaking


class Slips(RoomForm):
    """Each field that can refuse something with a sentence of the library."""

    name = Line("Name", most=3, validators=[InputRequired()])
    text = Passage("Text", most=3, validators=[InputRequired()])
    day = DateField("Day")
    time = TimeField("Time")
    minutes = WholeNumber("Minutes", [NumberRange(min=5, max=480)])
    channel = SelectField("Channel", choices=choices([("1", "One")]))
    person = SelectField("Person", coerce=int, choices=choices([(1, "One")]))
    days = SelectMultipleField("Days", choices=choices([("1", "One")]))


def errors_of(app: Flask, **typed: str) -> dict[str, list[str]]:
    with app.test_request_context("/", method="POST", data=typed), speaking("de"):
        form = Slips()
        form.validate()
        return {name: list(said) for name, said in form.errors.items()}


def test_the_librarys_sentences_are_said_in_the_readers_language(app: Flask) -> None:
    said = errors_of(
        app, name="", day="gestern", time="25:99", minutes="1", channel="9", person="x", days="9"
    )

    assert said == {
        "name": ["Hier fehlt noch etwas."],
        "text": ["Hier fehlt noch etwas."],
        "day": ["Das ist kein Datum."],
        "time": ["Das ist keine Uhrzeit. Beispiel: 14:30."],
        "minutes": ["Die Zahl liegt zwischen 5 und 480."],
        "channel": ["Einen der Einträge wählen, die hier angeboten werden."],
        "person": ["Einen der Einträge wählen, die hier angeboten werden."],
        "days": ["Einen der Einträge wählen, die hier angeboten werden."],
    }


@pytest.mark.parametrize("digits", [19, 400, 5_000])
def test_a_number_of_hundreds_of_digits_is_refused_and_breaks_nothing(app: Flask, digits: int) -> None:
    said = errors_of(app, name="abc", text="ok", minutes="9" * digits, channel="1")

    assert said["minutes"][0] == "Das ist keine ganze Zahl."


def test_a_length_is_said_with_its_number(app: Flask) -> None:
    typed = {"day": "2026-04-08", "time": "09:00", "minutes": "30", "channel": "1", "person": "1"}

    said = errors_of(app, name="abcd", text="ok", **typed)

    assert said == {"name": ["Hier passen höchstens 3 Zeichen hinein."]}


@pytest.mark.parametrize("sign", ["\u202e", "\u202b", "\u2067"])
def test_a_name_cannot_turn_what_stands_around_it(app: Flask, sign: str) -> None:
    with app.test_request_context("/", method="POST", data={"name": f"a{sign}b"}):
        assert Slips().name.data == "ab"


def test_a_name_keeps_its_own_script(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"name": "מרים"}):
        assert Slips().name.data == "מרים"


@pytest.mark.parametrize("blanks", [" ", "\t\r\n", "\u200b", "\x00", "\u202e\u2066"])
def test_blanks_alone_are_no_text(app: Flask, blanks: str) -> None:
    said = errors_of(app, name=blanks, text=blanks)

    assert said["name"] == said["text"] == ["Hier fehlt noch etwas."]
