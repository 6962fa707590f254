"""Which other variants a variant's text may be compared with, and how the partner of a finding is named."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache

from calendar_app.rules import originality
from calendar_app.rules.boilerplate import leave_out
from calendar_app.rules.case import Case, belongs_to_the_count
from calendar_app.rules.facts import ItemId, Label, Phrase, Status, Variant
from calendar_app.rules.letters import normalise
from calendar_app.rules.rule import Fix, FixKind, Relative
from calendar_app.wording import Text, Value, language_tag

MIN_WORDS = 3
"""Letters below which a text says nothing, and the pictures speak alone."""

MIN_LETTERS = 25
"""Below, texts are greetings and the like that may be equal by chance."""

MOST_SHOWN = 4
"""Relatives that a finding names, the nearest first: a person reads no longer list."""


def wording(variant: Variant) -> str:
    """The part of a variant that is compared."""
    return originality.wording(variant.title, variant.text)


def compared(phrases: Sequence[Phrase], variant: Variant) -> str:
    """The same without what the team registered as boilerplate; every other letter stays at its place."""
    return _without(wording(variant), phrases_on(phrases, variant.channel_id))


def phrases_on(phrases: Sequence[Phrase], channel_id: ItemId) -> tuple[str, ...]:
    """What is left out of a text on a channel when it is compared."""
    return tuple(each.text for each in phrases if each.channel_id in {None, channel_id})


@lru_cache(maxsize=512)
def _without(text: str, phrases: tuple[str, ...]) -> str:
    """A text with blanks where phrases stand in it; whole when too little would remain."""
    for start, end in leave_out(text, phrases) if phrases else ():
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def comparable(case: Case, window_days: int) -> Iterator[Variant]:
    """Variants of other channels within the window on either side whose text must be their own.

    Besides the counting set these are drafts of the same post, which are shown as a hint before anything is
    submitted. Native reposts are left out; what is said to be in another language is not, see
    `are_other_languages`. Prescribed wording frees whoever carries the label, not those who copy it.
    """
    for other in case.relatives:
        if (
            other.channel_id != case.channel.id
            and (belongs_to_the_count(other) or is_sibling_draft(case.variant, other))
            and must_differ(case.variant, other)
            and distance(case.variant, other) <= timedelta(days=window_days)
        ):
            yield other


def said_here(case: Case) -> Iterator[Variant]:
    """Variants of the same channel, at whatever time, that a variant must not repeat."""
    for other in case.relatives:
        if (
            other.channel_id == case.channel.id
            and belongs_to_the_count(other)
            and must_differ(case.variant, other)
        ):
            yield other


def must_differ(variant: Variant, other: Variant) -> bool:
    """Whether two variants owe each other words of their own: the platform's own repost does not."""
    return other.id != variant.id and Label.RESHARE not in other.labels


def is_sibling_draft(variant: Variant, other: Variant) -> bool:
    return other.status == Status.DRAFT and other.post_id is not None and other.post_id == variant.post_id


def is_exempt(variant: Variant) -> bool:
    """Whether a label says that the wording is not the team's own to choose."""
    return bool(variant.labels & {Label.MANDATED, Label.RESHARE})


def are_other_languages(variant: Variant, other: Variant) -> bool:
    """Whether both say their language and it differs. Equal letters are one text whatever the tags say."""
    tags = {language_tag(each.language) for each in (variant, other) if each.language}
    return len(tags) == 2


def distance(variant: Variant, other: Variant) -> timedelta:
    """How far apart in time two variants are; an undated one is near to everything."""
    if variant.effective_at is None or other.effective_at is None:
        return timedelta()
    return abs(variant.effective_at - other.effective_at)


def letters_of(phrases: Sequence[Phrase], variant: Variant) -> int:
    """How many letters of a variant are compared."""
    return len(normalise(compared(phrases, variant)))


def say_the_same(phrases: Sequence[Phrase], variant: Variant, other: Variant) -> bool:
    """Equal letters, or no letters worth the name and the same pictures."""
    mine, theirs = (normalise(compared(phrases, each)) for each in (variant, other))
    if len(mine) < MIN_WORDS and len(theirs) < MIN_WORDS:
        return share_media(variant, other)
    return mine.plain == theirs.plain


def is_wordless(phrases: Sequence[Phrase], variant: Variant) -> bool:
    return letters_of(phrases, variant) < MIN_WORDS


def share_media(variant: Variant, other: Variant) -> bool:
    return bool(variant.media) and set(variant.media) == set(other.media)


def percent_alike(phrases: Sequence[Phrase], variant: Variant, other: Variant) -> int:
    """How much of the shorter text stands in the longer one, in percent, rounded down."""
    return int(originality.score(compared(phrases, variant), compared(phrases, other)) * 100 + 1e-9)


def relatives(case: Case, ranked: Sequence[tuple[int, Variant]]) -> tuple[Relative, ...]:
    """The first few of the variants that are alike, each with its score; the first with what both share."""
    (percent, nearest), *others = ranked[:MOST_SHOWN]
    shared = originality.shared_passages(
        compared(case.facts.phrases, case.variant), compared(case.facts.phrases, nearest)
    )
    return (
        Relative(nearest.id, nearest.channel_id, percent, shared),
        *(Relative(other.id, other.channel_id, score) for score, other in others),
    )


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
