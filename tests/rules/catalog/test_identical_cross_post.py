"""R01."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.rules.facts import Label, Role, Status, Tuning
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import STUDY_SHORT, at, channel, facts, severity, variant, verdict

CHANNELS = (channel("mastodon"), channel("facebook"), channel("x"), channel("linkedin"))


def test_link_tags_and_trailing_hashtags_do_not_make_another_text() -> None:
    on_facebook = variant(
        "f", "facebook", text=f"{STUDY_SHORT} https://example.org/studie?utm_source=fb #Studie #Dialog"
    )
    on_mastodon = variant("m", "mastodon", text=f"{STUDY_SHORT} https://example.org/studie?utm_source=masto")
    world = facts(*CHANNELS, on_facebook, on_mastodon)

    found = verdict("R01", world, on_mastodon)

    assert found.severity is Severity.BLOCK
    assert found.relative is not None
    assert found.relative.variant_id == "f"
    assert found.counted == ("f",)
    assert found.override.role is Role.LEAD


def test_a_greeting_on_four_channels_with_different_pictures_is_mentioned() -> None:
    greetings = [
        variant(name, name, text="Frohe Weihnachten!", media=(f"picture of {name}",))
        for name in ("mastodon", "facebook", "x", "linkedin")
    ]

    assert severity("R01", facts(*CHANNELS, *greetings), greetings[0]) is Severity.INFO


def test_a_recall_in_mandated_wording_passes() -> None:
    recalls = [variant(name, name, labels=frozenset({Label.MANDATED})) for name in ("mastodon", "facebook")]

    found = verdict("R01", facts(*CHANNELS, *recalls), recalls[0])

    assert found.severity is Severity.INFO
    assert found.message("en").startswith("Labelled as prescribed wording")
    assert found.message("de").startswith("Als vorgeschriebener Wortlaut gekennzeichnet")


def test_the_label_frees_whoever_carries_it_and_not_who_copies() -> None:
    recall = variant("f", "facebook", labels=frozenset({Label.MANDATED}))
    copied = variant("m", "mastodon")

    assert severity("R01", facts(*CHANNELS, recall, copied), copied) is Severity.BLOCK


def test_a_repost_without_a_text_passes_silently() -> None:
    boost = variant("m", "mastodon", text="", labels=frozenset({Label.RESHARE}))

    assert severity("R01", facts(*CHANNELS, boost, variant("f", "facebook")), boost) is Severity.PASS


def test_a_text_under_the_label_of_a_repost_is_pointed_out() -> None:
    boost = variant("m", "mastodon", labels=frozenset({Label.RESHARE}))

    found = verdict("R01", facts(*CHANNELS, boost, variant("f", "facebook")), boost)

    assert found.severity is Severity.INFO
    assert "compared with no other text" in found.message("en")
    assert "mit keinem anderen Text verglichen" in found.message("de")


def test_a_greeting_with_the_same_picture_is_warned_of() -> None:
    greetings = [
        variant(name, name, text="Frohe Weihnachten!", media=("tree",)) for name in ("mastodon", "facebook")
    ]

    assert severity("R01", facts(*CHANNELS, *greetings), greetings[0]) is Severity.WARN


def test_the_same_picture_without_words_is_blocked() -> None:
    pictures = [variant(name, name, text="🎄", media=("tree",)) for name in ("mastodon", "facebook")]

    assert severity("R01", facts(*CHANNELS, *pictures), pictures[0]) is Severity.BLOCK


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-30, Severity.BLOCK), (30, Severity.BLOCK), (-31, Severity.PASS), (31, Severity.PASS)],
)
def test_the_window_reaches_thirty_days_both_ways(days: int, expected: Severity) -> None:
    mine = variant("m", "mastodon")
    other = variant("f", "facebook", at=at("2027-03-03 09:00") + timedelta(days=days))

    assert severity("R01", facts(*CHANNELS, mine, other), mine) is expected


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DRAFT])
def test_what_does_not_go_out_does_not_count(status: Status) -> None:
    mine = variant("m", "mastodon")

    assert (
        severity("R01", facts(*CHANNELS, mine, variant("f", "facebook", status=status)), mine)
        is Severity.PASS
    )


def test_a_draft_of_the_same_post_is_shown_but_blocks_nothing() -> None:
    mine = variant("m", "mastodon", post_id=1)
    sibling = variant("f", "facebook", post_id=1, status=Status.DRAFT, at=None)

    found = verdict("R01", facts(*CHANNELS, mine, sibling), mine)

    assert found.severity is Severity.INFO
    assert found.message("de").startswith("Bisher ist das auch der Entwurf für Facebook.")


@pytest.mark.parametrize("language", ["en", "de-AT", None])
def test_equal_letters_are_one_text_whatever_language_is_given(language: str | None) -> None:
    mine = variant("m", "mastodon", language="de")
    other = variant("f", "facebook", language=language)

    assert severity("R01", facts(*CHANNELS, mine, other), mine) is Severity.BLOCK


def test_the_own_channel_and_native_reposts_are_left_out() -> None:
    mine = variant("m", "mastodon")
    again = variant("again", "mastodon")
    boosted = variant("f", "facebook", labels=frozenset({Label.RESHARE}))

    assert severity("R01", facts(*CHANNELS, mine, again, boosted), mine) is Severity.PASS


def test_nobody_overrides_for_two_accounts_on_one_platform() -> None:
    world = facts(channel("x1", "x"), channel("x2", "x"), variant("a", "x1"), variant("b", "x2"))

    assert verdict("R01", world, world.variants[0]).override.role is None


@pytest.mark.parametrize("values", [{"min_chars": 1000}, {"window_days": 1}])
def test_no_number_frees_two_accounts_on_one_platform(values: dict[str, int]) -> None:
    mine, twin = variant("a", "x1"), variant("b", "x2", at=at("2027-03-06 09:00"))
    elsewhere = variant("c", "mastodon", at=at("2027-03-06 09:00"))
    accounts = channel("x1", "x"), channel("x2", "x"), channel("mastodon")
    tuned = (Tuning("identical-cross-post", values=values),)

    found = verdict("R01", facts(*accounts, mine, twin, elsewhere, tunings=tuned), mine)
    other = verdict("R01", facts(*accounts, mine, elsewhere, tunings=tuned), mine)

    assert (found.severity, found.override.role) == (Severity.BLOCK, None)
    assert other.severity is not Severity.BLOCK


def test_the_message_names_channel_day_and_platform_in_both_languages() -> None:
    mine = variant("m", "mastodon")
    world = facts(*CHANNELS, mine, variant("f", "facebook"))

    found = verdict("R01", world, mine)

    assert found.message("en") == (
        "Same text as on Facebook, Wed 3 Mar 2027. Write Mastodon's own version or drop one."
    )
    assert found.message("de") == (
        "Derselbe Text steht auf Facebook (Mi., 3. März 2027). Für Mastodon eigens formulieren oder eine "
        "Fassung streichen."
    )
    assert [fix.kind for fix in found.fixes] == [FixKind.OPEN_SIDE_BY_SIDE, FixKind.START_OWN_TEXT]


def test_an_unknown_platform_is_called_by_the_channels_name() -> None:
    mine = variant("m", "Xing Wien")
    world = facts(
        channel("Xing Wien", "xing", name="Xing Wien"), channel("facebook"), mine, variant("f", "facebook")
    )

    assert "Write Xing Wien's own version" in verdict("R01", world, mine).message("en")


def test_nothing_written_yet_is_not_a_pass() -> None:
    empty = variant(text="")

    assert severity("R01", facts(empty), empty) is Severity.NOT_APPLICABLE


def test_the_nearest_of_several_partners_is_named() -> None:
    mine = variant("m", "mastodon")
    near = variant("near", "facebook", at=at("2027-03-04 09:00"))
    far = variant("far", "x", at=at("2027-03-20 09:00"))

    found = verdict("R01", facts(*CHANNELS, mine, far, near), mine)

    assert found.relative is not None
    assert found.relative.variant_id == "near"
    assert set(found.counted) == {"near", "far"}


def test_the_checked_text_counts_as_it_is_now() -> None:
    stored = variant("m", "mastodon")
    rewritten = replace(
        stored, text="Ganz anders gesagt, mit einer Frage: Wie haltet ihr es mit dem Antworten?"
    )

    assert severity("R01", facts(*CHANNELS, stored, variant("f", "facebook")), rewritten) is Severity.PASS
