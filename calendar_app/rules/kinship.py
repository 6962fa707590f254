"""Which other variants a variant's text may be compared with, and how the partner of a finding is named."""

from collections.abc import Iterator
from datetime import timedelta

from calendar_app.rules import originality
from calendar_app.rules.case import Case, belongs_to_the_count
from calendar_app.rules.facts import ItemId, Label, Status, Variant
from calendar_app.rules.rule import Fix, FixKind
from calendar_app.wording import Text, Value, language_tag

MIN_LETTERS = 25
"""Below, texts are greetings and the like that may be equal by chance."""


def wording(variant: Variant) -> str:
    """The part of a variant that is compared."""
    return originality.wording(variant.title, variant.text)


def comparable(case: Case, window_days: int) -> Iterator[Variant]:
    """Variants of other channels within the window on either side whose text must be their own.

    Besides the counting set these are drafts of the same post, which are shown as a hint before anything is
    submitted. Native reposts, prescribed wording and other languages are left out.
    """
    for other in case.relatives:
        if (
            other.id != case.variant.id
            and other.channel_id != case.channel.id
            and (belongs_to_the_count(other) or is_sibling_draft(case.variant, other))
            and not is_exempt(other)
            and _may_share_a_language(case.variant, other)
            and _lies_within(case.variant, other, timedelta(days=window_days))
        ):
            yield other


def is_sibling_draft(variant: Variant, other: Variant) -> bool:
    return other.status == Status.DRAFT and other.post_id is not None and other.post_id == variant.post_id


def is_exempt(variant: Variant) -> bool:
    return bool(variant.labels & {Label.MANDATED, Label.RESHARE})


def distance(variant: Variant, other: Variant) -> timedelta:
    """How far apart in time two variants are; an undated one is near to everything."""
    if variant.effective_at is None or other.effective_at is None:
        return timedelta()
    return abs(variant.effective_at - other.effective_at)


def partner_params(case: Case, other: Variant) -> dict[str, Value]:
    """What a sentence needs to name the partner: channel, date ("no date yet" for undated ones), platform."""
    channel = case.facts.channel(other.channel_id)
    at = other.effective_at
    return {
        "channel": channel.name if channel else str(other.channel_id),
        "date": case.local(at).date() if at else Text("no date yet", "noch ohne Termin"),
        "platform": case.place,
    }


def partner_fixes(other_id: ItemId) -> tuple[Fix, ...]:
    return (Fix(FixKind.OPEN_SIDE_BY_SIDE, {"variant": other_id}), Fix(FixKind.START_OWN_TEXT))


def _lies_within(variant: Variant, other: Variant, window: timedelta) -> bool:
    return distance(variant, other) <= window


def _may_share_a_language(variant: Variant, other: Variant) -> bool:
    """False only where both say their language and it differs."""
    tags = {language_tag(each.language) for each in (variant, other) if each.language}
    return len(tags) < 2
