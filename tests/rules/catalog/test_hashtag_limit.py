"""R15."""

import pytest

from calendar_app.rules.facts import Role, Tuning
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import channel, facts, severity, variant, verdict


def tags(count: int) -> str:
    return "Neu im Haus " + " ".join(f"#Tag{chr(65 + n)}" for n in range(count))


@pytest.mark.parametrize(
    ("place", "count", "expected"),
    [
        ("instagram", 8, Severity.BLOCK),
        ("x", 3, Severity.WARN),
        ("x", 2, Severity.PASS),
        ("instagram", 5, Severity.PASS),
        ("instagram", 6, Severity.BLOCK),
        ("mastodon", 4, Severity.PASS),
        ("mastodon", 5, Severity.WARN),
        ("youtube", 15, Severity.WARN),
        ("youtube", 16, Severity.BLOCK),
        ("reddit", 1, Severity.WARN),
    ],
)
def test_above_the_usual_warns_above_the_limit_blocks(place: str, count: int, expected: Severity) -> None:
    found = verdict("R15", facts(channel(place)), variant(on=place, text=tags(count)))

    assert found.severity is expected
    assert found.measured == count


def test_a_long_word_in_lower_case_is_asked_about() -> None:
    found = verdict("R15", facts(), variant(text="Kommt zum #tagderoffenentür am Samstag"))

    assert found.severity is Severity.INFO
    assert "#tagderoffenentür" in found.message("de")
    assert "#TagDerOffenenTür" in found.message("de")


@pytest.mark.parametrize("text", ["#TagDerOffenenTür", "#bibliothek", "#elfbuchstab", "Ohne Tag"])
def test_capitals_and_short_words_are_fine(text: str) -> None:
    assert severity("R15", facts(), variant(text=text)) is Severity.PASS


def test_a_single_word_is_asked_about_once_only() -> None:
    known = facts(single_words=frozenset({"stadtbibliothek"}))

    assert severity("R15", facts(), variant(text="#stadtbibliothek")) is Severity.INFO
    assert severity("R15", known, variant(text="#stadtbibliothek")) is Severity.PASS


def test_the_same_tag_counts_once_and_digits_are_none_on_mastodon() -> None:
    text = "#Graz #graz #GRAZ #2027 #eins #zwei #drei"

    assert verdict("R15", facts(), variant(text=text)).measured == 4


def test_only_the_soft_limit_can_be_passed() -> None:
    soft = verdict("R15", facts(channel("x")), variant(on="x", text=tags(3)))
    hard = verdict("R15", facts(channel("instagram")), variant(on="instagram", text=tags(8)))

    assert soft.override.role is Role.AUTHOR
    assert hard.override.role is None


def test_where_nothing_is_usual_nothing_is_too_many() -> None:
    assert severity("R15", facts(channel("forum", "general")), variant(on="forum", text=tags(9))) is (
        Severity.PASS
    )


def test_a_team_may_say_what_is_usual_where_nobody_else_does() -> None:
    decided = facts(channel("forum", "general"), tunings=(Tuning("hashtag-limit", values={"usual": 2}),))

    assert severity("R15", decided, variant(on="forum", text=tags(2))) is Severity.PASS
    assert severity("R15", decided, variant(on="forum", text=tags(3))) is Severity.WARN


def test_one_and_many_are_written_right() -> None:
    one = verdict("R15", facts(channel("reddit")), variant(on="reddit", text=tags(1)))
    many = verdict("R15", facts(channel("x")), variant(on="x", text=tags(3)))

    assert one.message("en").startswith("1 hashtag; on Reddit 0 are usual.")
    assert many.message("de").startswith("3 Hashtags, üblich auf X sind 2.")
