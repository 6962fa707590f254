"""R19."""

import pytest

from calendar_app.rules.rule import Severity
from tests.rules.newsroom import STUDY_SHORT, channel, facts, severity, variant, verdict

GERMAN = channel(languages=("de",))
BOTH = channel(languages=("de-AT", "en"))


def test_english_on_a_german_channel_is_blocked() -> None:
    found = verdict("R19", facts(GERMAN), variant(language="en", text=STUDY_SHORT))

    assert found.severity is Severity.BLOCK
    assert found.message("en") == (
        "Mastodon speaks German; this is English. Move it or write a version in German."
    )
    assert found.message("de") == (
        "Mastodon läuft auf Deutsch, dieser Text ist auf Englisch. Verschieben oder auf Deutsch schreiben."
    )


def test_german_on_a_channel_of_both_passes() -> None:
    assert severity("R19", facts(BOTH), variant(language="de-CH")) is Severity.PASS


def test_without_a_language_it_warns() -> None:
    found = verdict("R19", facts(BOTH), variant())

    assert found.severity is Severity.WARN
    assert "German or English" in found.message("en")
    assert "Deutsch oder Englisch" in found.message("de")


@pytest.mark.parametrize(("length", "expected"), [(19, Severity.NOT_APPLICABLE), (20, Severity.BLOCK)])
def test_a_short_text_has_no_language(length: int, expected: Severity) -> None:
    assert severity("R19", facts(GERMAN), variant(language="en", text="x" * length)) is expected


def test_a_channel_without_languages_is_not_judged() -> None:
    assert severity("R19", facts(), variant(language="en")) is Severity.NOT_APPLICABLE
