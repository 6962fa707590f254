"""R26."""

from datetime import date, timedelta

import pytest

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog.channel_state import RULE, earliest_last_day
from calendar_app.rules.facts import Campaign, CampaignKind, ChannelState, Label, Status, Tuning
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import NOW, at, channel, facts, severity, variant, verdict

CLOSING = channel(state=ChannelState.CLOSING, state_until=date(2027, 3, 31), points_to="Bluesky")


def test_an_idea_names_its_open_gate_items() -> None:
    idea = channel(state=ChannelState.IDEA, open_gate_items=("goal", "owner", "audience"))

    found = verdict("R26", facts(idea), variant())

    assert found.severity is Severity.BLOCK
    assert found.message("en") == (
        "Mastodon is an idea so far. Finish the launch gate: goal, owner and audience."
    )
    assert found.message("de").endswith("Ziel, Zuständigkeit und Zielgruppe.")


def test_a_product_post_on_a_closing_channel_is_blocked() -> None:
    found = verdict("R26", facts(CLOSING), variant(at=at("2027-03-20 09:00")))

    assert found.severity is Severity.BLOCK
    assert found.message("en") == (
        "Mastodon is closing. Only farewell and service posts until Wed 31 Mar 2027."
    )


@pytest.mark.parametrize("label", [Label.FAREWELL, Label.SERVICE])
def test_a_farewell_on_a_closing_channel_passes_until_its_last_day(label: Label) -> None:
    farewell = variant(labels=frozenset({label}), at=at("2027-03-20 09:00"))
    last_day = variant(labels=frozenset({label}), at=at("2027-03-31 23:59"))
    too_late = variant(labels=frozenset({label}), at=at("2027-04-01 00:00"))

    assert severity("R26", facts(CLOSING), farewell) is Severity.PASS
    assert severity("R26", facts(CLOSING), last_day) is Severity.PASS
    assert severity("R26", facts(CLOSING), too_late) is Severity.BLOCK


@pytest.mark.parametrize("state", [ChannelState.PROBATION, ChannelState.ACTIVE, ChannelState.RELAUNCH])
def test_open_channels_pass(state: ChannelState) -> None:
    assert severity("R26", facts(channel(state=state)), variant()) is Severity.PASS


@pytest.mark.parametrize(
    "state",
    [
        ChannelState.IDEA,
        ChannelState.RESERVED,
        ChannelState.PAUSED,
        ChannelState.CLOSING,
        ChannelState.FROZEN,
        ChannelState.DELETED,
        ChannelState.LISTEN_ONLY,
    ],
)
def test_all_other_states_block_and_nobody_overrides(state: ChannelState) -> None:
    found = verdict("R26", facts(channel(state=state)), variant(is_urgent=True))

    assert found.severity is Severity.BLOCK
    assert found.override.role is None
    assert [fix.kind for fix in found.fixes] == [FixKind.OPEN_CHANNEL]
    for language in ("en", "de"):
        assert found.message(language).startswith(("Mastodon", "Auf Mastodon", "On Mastodon"))


@pytest.mark.parametrize(
    ("silent", "values", "days"),
    [
        (7, {}, 28),
        (90, {}, 28),
        (91, {}, 0),
        (7, {"lead_days": 42}, 42),
        (91, {"forgotten_days": 120}, 28),
        (None, {}, 0),
    ],
)
def test_whoever_may_still_listen_is_told_in_time(
    silent: int | None, values: dict[str, int], days: int
) -> None:
    last = None if silent is None else NOW - timedelta(days=silent)
    here = channel(last_talk_at=last)
    decided = Tuning(RULE.key, platform="mastodon", values=values)
    case = ChannelCase(RULE, facts(here, tunings=(decided,)), here, platform("mastodon"))

    assert earliest_last_day(case) == date(2027, 2, 26) + timedelta(days=days)


def test_a_pause_ends_on_its_day() -> None:
    paused = channel(state=ChannelState.PAUSED, state_until=date(2027, 3, 10))

    assert severity("R26", facts(paused), variant(at=at("2027-03-09 23:59"))) is Severity.BLOCK
    assert severity("R26", facts(paused), variant(at=at("2027-03-10 00:00"))) is Severity.PASS


def test_a_frozen_channel_points_to_the_place_instead() -> None:
    frozen = channel(state=ChannelState.FROZEN, points_to="Bluesky")

    assert verdict("R26", facts(frozen), variant()).message("en") == (
        "Mastodon is closed. Post on Bluesky instead."
    )


def test_what_is_out_stays_out() -> None:
    published = variant(status=Status.PUBLISHED, published_at=at("2027-03-01 09:00"))

    assert severity("R26", facts(channel(state=ChannelState.FROZEN)), published) is Severity.PASS


def test_the_posts_of_a_stopped_campaign_are_blocked_and_no_others() -> None:
    stopped = Campaign("c", CampaignKind.VOTE, name="Lesebus", is_stopped=True)
    known = facts(campaigns=(stopped,))

    found = verdict("R26", known, variant(campaign_id="c"))

    assert found.severity is Severity.BLOCK
    assert found.message("de").startswith("Die Veröffentlichung der Kampagne „Lesebus“ ist gestoppt.")
    assert [fix.kind for fix in found.fixes] == [FixKind.OPEN_CAMPAIGN]
    assert severity("R26", known, variant()) is Severity.PASS
    assert severity("R26", known, variant(campaign_id="c", status=Status.PUBLISHED)) is Severity.PASS
