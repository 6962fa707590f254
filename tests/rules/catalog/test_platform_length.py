"""R14."""

import pytest

from calendar_app.rules.facts import Picture
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import channel, facts, severity, variant, verdict

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


def test_ellipses_cost_two_on_x() -> None:
    post = variant(on="x", text="x" * 269 + "…" * 6)

    found = verdict("R14", facts(channel("x")), post)

    assert found.severity is Severity.BLOCK
    assert found.measured == 281
    assert found.threshold == 280
    assert found.fixes[0].kind is FixKind.SHORTEN_BY
    assert found.fixes[0].label("de") == "Um 1 kürzen"


def test_a_long_link_counts_23_on_mastodon() -> None:
    link = "https://example.org/" + "y" * 70
    post = variant(text="x" * 480 + " " + link)

    found = verdict("R14", facts(), post)

    assert len(link) == 90
    assert found.severity is Severity.BLOCK
    assert found.measured == 504


def test_a_family_is_one_character_on_bluesky() -> None:
    post = variant(on="bluesky", text="x" * 290 + FAMILY)

    found = verdict("R14", facts(channel("bluesky")), post)

    assert found.severity is Severity.INFO
    assert found.measured == 291
    assert found.threshold == 300


def test_bytes_limit_bluesky_where_graphemes_do_not() -> None:
    post = variant(on="bluesky", text=FAMILY * 121)

    found = verdict("R14", facts(channel("bluesky")), post)

    assert found.severity is Severity.BLOCK
    assert found.measured == 121 * 25
    assert "3.025 von 3.000 Bytes" in found.message("de")


def test_exactly_full_fits() -> None:
    assert severity("R14", facts(channel("x")), variant(on="x", text="x" * 280)) is Severity.INFO
    assert severity("R14", facts(channel("x")), variant(on="x", text="x" * 265)) is Severity.PASS
    assert severity("R14", facts(channel("x")), variant(on="x", text="x" * 266)) is Severity.INFO


def test_a_channel_may_have_a_limit_of_its_own() -> None:
    server = channel("mastodon", text_limit=5000)

    assert severity("R14", facts(server), variant(text="x" * 501)) is Severity.PASS
    assert severity("R14", facts(server), variant(text="x" * 5001)) is Severity.BLOCK


def test_the_content_warning_counts_with_the_text() -> None:
    assert severity("R14", facts(), variant(title="w" * 100, text="x" * 401)) is Severity.BLOCK


def test_a_title_is_judged_apart() -> None:
    post = variant(on="youtube", title="T" * 101, text="kurz")

    found = verdict("R14", facts(channel("youtube")), post)

    assert found.severity is Severity.BLOCK
    assert found.message("en") == "Title: 101 of 100 characters as YouTube counts. Cut 1."
    assert found.message("de") == "Titel: 101 von 100 Zeichen nach Zählweise von YouTube. Um 1 kürzen."


def test_where_no_limit_is_known_nothing_is_passed() -> None:
    blog = channel("blog", "general")

    assert severity("R14", facts(blog), variant(on="blog")) is Severity.NOT_APPLICABLE
    limited = channel("blog", "general", text_limit=10)
    assert severity("R14", facts(limited), variant(on="blog")) is Severity.BLOCK


def test_urgency_does_not_stretch_a_platform() -> None:
    assert (
        severity("R14", facts(channel("x")), variant(on="x", text="x" * 281, is_urgent=True))
        is Severity.BLOCK
    )


def test_youtube_takes_no_angle_brackets() -> None:
    refused = verdict("R14", facts(channel("youtube")), variant(on="youtube", title="a < b > c", text="Text"))

    assert refused.severity is Severity.BLOCK
    assert "kein < >" in refused.message("de")
    assert severity("R14", facts(channel("x")), variant(on="x", text="a < b")) is Severity.PASS


@pytest.mark.parametrize(
    ("place", "longest"), [("pinterest", 500), ("x", 1_000), ("mastodon", 1_500), ("bluesky", 2_000)]
)
def test_the_longest_image_description_is_measured(place: str, longest: int) -> None:
    world = facts(channel(place))

    fits, too_long = (
        verdict("R14", world, variant(on=place, text="A sun.", pictures=(Picture("x" * size),)))
        for size in (longest, longest + 1)
    )

    assert fits.severity is Severity.INFO  # nothing is left
    assert (too_long.severity, too_long.measured) == (Severity.BLOCK, longest + 1)
    assert [fix.kind for fix in too_long.fixes] == [FixKind.DESCRIBE]
    assert "Bildbeschreibung" in too_long.message("de")


def test_where_no_limit_is_known_a_description_may_be_long() -> None:
    post = variant(on="linkedin", text="A sun.", pictures=(Picture("x" * 5_000),))

    assert severity("R14", facts(channel("linkedin")), post) is Severity.PASS
