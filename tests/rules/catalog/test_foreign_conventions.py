"""R17."""

import pytest

from calendar_app.rules.rule import Severity
from tests.rules.newsroom import channel, facts, severity, variant, verdict


def judged(place: str, text: str) -> Severity:
    return severity("R17", facts(channel(place)), variant(on=place, text=text))


def test_link_in_bio_belongs_to_instagram() -> None:
    found = verdict("R17", facts(channel("linkedin")), variant(on="linkedin", text="Mehr dazu: Link in Bio"))

    assert found.severity is Severity.WARN
    assert found.message("en").startswith("“Link in Bio” belongs to Instagram and TikTok.")
    assert judged("instagram", "Mehr dazu: Link in Bio") is Severity.PASS


def test_an_honest_question_passes() -> None:
    assert judged("mastodon", "Wen kennt ihr in Graz?") is Severity.PASS


def test_a_bait_warns() -> None:
    found = verdict("R17", facts(), variant(text="Teilen, wenn ihr zustimmt"))

    assert found.severity is Severity.WARN
    assert "verlangt einen Klick" in found.message("de")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("mastodon", "Bitte RT, wer es gelesen hat und mag"),
        ("linkedin", "Danke fürs Retweeten und Weitersagen heute"),
        ("x", "Mehr weiß @anna@chaos.social aus unserem Haus"),
        ("facebook", "Das hat u/beispiel schon einmal gut erklärt"),
        ("instagram", "Alles über die Werkstatt steht hier: https://example.org/werkstatt"),
        ("mastodon", "Der ganze Bericht über die Werkstatt steht hier: https://bit.ly/3abc"),
        ("mastodon", "Neu: https://example.org/lang"),
        ("x", "Drei gute Seiten für lange Abende: https://a.org https://b.org https://c.org"),
        ("facebook", "Swipe up für alles Weitere"),
    ],
)
def test_what_belongs_elsewhere_warns(place: str, text: str) -> None:
    assert judged(place, text) is Severity.WARN


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("x", "RT @anna: Das solltet ihr lesen, wirklich"),
        ("mastodon", "Mehr weiß @anna@chaos.social aus unserem Haus"),
        ("reddit", "Das hat u/beispiel schon einmal gut erklärt"),
        ("mastodon", "Fünf Wörter stehen hier daneben: https://example.org/lang"),
        ("x", "Zwei gute Seiten für lange Abende: https://a.org https://b.org"),
        ("facebook", "Die Start-Seite und die Artikel-Übersicht sind neu."),
        ("linkedin", "Post an anna@example.org genügt."),
    ],
)
def test_what_is_at_home_passes(place: str, text: str) -> None:
    assert judged(place, text) is Severity.PASS


def test_a_link_is_taken_out_where_it_stands_and_out_of_no_other_word() -> None:
    assert judged("x", "graz.at sagt: graz.ateliers sind offen") is Severity.PASS
    assert judged("x", "graz.at sagt: ateliers sind offen") is Severity.WARN


def test_places_without_a_profile_have_no_foreign_words() -> None:
    assert severity("R17", facts(channel("forum", "general")), variant(on="forum", text="Link in Bio")) is (
        Severity.PASS
    )
