"""R16."""

from typing import Any

import pytest

from calendar_app.rules.facts import Label, Mode, Variant
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, channel, facts, severity, variant, verdict


def post(id: str, day: int, text: str, **more: Any) -> Variant:
    return variant(id, at=at(f"2027-03-0{day} 09:00"), text=text, **more)


MONDAY = post("mon", 1, "Danke @partner@example.social!")


def test_the_same_partner_on_monday_and_wednesday_warns() -> None:
    found = verdict("R16", facts(MONDAY), post("wed", 3, "Wieder mit @partner@example.social"))

    assert found.severity is Severity.WARN
    assert set(found.counted) == {"mon", "wed"}
    assert found.message("en") == (
        "@partner@example.social was mentioned 2 times in 7 days. Ask, answer or leave out."
    )
    assert "in 7 Tagen 2-mal erwähnt" in found.message("de")


@pytest.mark.parametrize(("count", "expected"), [(3, Severity.PASS), (4, Severity.WARN)])
def test_four_handles_at_once_warn(count: int, expected: Severity) -> None:
    text = " ".join(f"@person{n}@example.social" for n in range(count))

    assert severity("R16", facts(), post("p", 3, text)) is expected


def test_an_answer_mentions_whom_it_answers() -> None:
    answer = post("a", 3, "@partner@example.social genau so!", labels=frozenset({Label.ANSWER}))

    assert severity("R16", facts(MONDAY), answer) is Severity.PASS


def test_eight_days_later_is_no_repetition() -> None:
    again = variant("later", at=at("2027-03-08 09:00"), text="@partner@example.social")
    sunday = post("sun", 7, "@partner@example.social")

    assert severity("R16", facts(MONDAY), again) is Severity.PASS
    assert severity("R16", facts(MONDAY), sunday) is Severity.WARN


@pytest.mark.parametrize("mode", [Mode.FEED, Mode.RECYCLED])
def test_a_machine_mentions_nobody(mode: Mode) -> None:
    assert severity("R16", facts(), post("f", 3, "Mit @partner@example.social", mode=mode)) is Severity.WARN


def test_own_handles_are_free() -> None:
    own = channel(handles=frozenset({"wir@example.social"}))
    earlier = post("mon", 1, "Folgt @wir@example.social")

    assert severity("R16", facts(own, earlier), post("wed", 3, "Folgt @Wir@example.social")) is Severity.PASS


def test_an_address_is_no_handle() -> None:
    assert severity("R16", facts(), post("f", 3, "Post an anna@example.org", mode=Mode.FEED)) is Severity.PASS
