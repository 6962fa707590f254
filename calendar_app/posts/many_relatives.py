"""Relatives of many texts at once, by the same measure as those of one: three queries, then memory."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.posts.facts import fact_of
from calendar_app.posts.index import day_of, text_key
from calendar_app.posts.models import Fingerprint, Variant
from calendar_app.posts.relatives import numbers
from calendar_app.rules import facts, fingerprints, kinship
from calendar_app.rules.relatives import LEAST_SHARED, MOST_RELATIVES
from calendar_app.rules.windows import Windows, widest

Known = dict[int, facts.Variant]

_EFFECTIVE = func.coalesce(Variant.published_at, Variant.planned_at)


@dataclass(frozen=True)
class Kinship:
    """What counts near a plan's texts, by how it may be found: by what it says, by fingerprints, by pictures.

    `counts` are the fingerprints each variant keeps; `holders` has who keeps one, with the day.
    """

    reach: Windows
    phrases: Sequence[facts.Phrase]
    known: Known
    counts: Mapping[int, int]
    by_key: Mapping[int, Sequence[facts.Variant]]
    holders: Mapping[int, Sequence[tuple[int, int]]]

    def of(self, checked: facts.Variant) -> Iterator[facts.Variant]:
        """Whatever a text must be compared with; some more than once."""
        if checked.media and kinship.is_wordless(self.phrases, checked):
            yield from self._showing(checked)
        if (key := text_key(kinship.wording(checked))) is not None:
            yield from _some_of_each(checked, self._saying(checked, key))
            yield from _some_of_each(checked, self._sharing(checked))

    def _saying(self, checked: facts.Variant, key: int) -> Iterator[facts.Variant]:
        """Equal by key: here at whatever time, elsewhere near in time; the newest first."""
        for each in self.by_key.get(key, ()):
            if each.channel_id == checked.channel_id or _is_near(checked, each, self.reach.near):
                yield each

    def _sharing(self, checked: facts.Variant) -> Iterable[facts.Variant]:
        """Those that share fingerprints on the days around, the largest part first."""
        compared = kinship.compared(self.phrases, checked)
        own, at = len(fingerprints.kept(compared)), checked.effective_at
        shared = Counter(
            holder
            for value in fingerprints.asked(compared)
            for holder, on in self.holders.get(value, ())
            if at is not None and abs(on - day_of(at)) <= self.reach.near_here.days
        )
        parts = {each: hits / max(1, min(self.counts.get(each, 0), own)) for each, hits in shared.items()}
        ranked = sorted((-part, -each) for each, part in parts.items() if part >= LEAST_SHARED)
        return (self.known[-each] for _, each in ranked if -each in self.known)

    def _showing(self, checked: facts.Variant) -> Iterable[facts.Variant]:
        """Where words are missing, a picture is what is told twice."""
        motifs = set(checked.media)
        near = (
            each
            for each in self.known.values()
            if motifs & set(each.media) and _is_near(checked, each, self.reach.near)
        )
        return islice(sorted(near, key=lambda each: -int(each.id)), MOST_RELATIVES)


def kinship_of(
    session: Session, plan: facts.Facts, checked: Sequence[facts.Variant], around: Sequence[Variant]
) -> Kinship:
    """Where relatives of some dated texts are found; `around` is what counts within reach of them."""
    reach, phrases = widest(plan), plan.phrases
    known = {row.id: fact_of(row) for row in around}
    counts = {row.id: row.fingerprint_count for row in around}
    return Kinship(
        reach,
        phrases,
        known,
        counts,
        _by_key(session, checked, known, reach.same_ahead),
        _holders(session, phrases, checked, reach.near_here.days),
    )


def _by_key(
    session: Session, checked: Sequence[facts.Variant], near: Known, ahead: timedelta
) -> dict[int, list[facts.Variant]]:
    """What says the same: near in time anywhere, at whatever time on the same channels."""
    keys = {key for each in checked if (key := text_key(kinship.wording(each))) is not None}
    last = max((each.effective_at for each in checked if each.effective_at), default=None)
    rows = session.scalars(
        select(Variant).where(
            Variant.text_key.in_(keys),
            Variant.channel_id.in_({int(each.channel_id) for each in checked}),
            Variant.status.in_(facts.COUNTED_STATUSES),
            *([] if last is None else [last + ahead >= _EFFECTIVE]),
        )
    )
    same = {row.id: fact_of(row) for row in rows} | near
    found: defaultdict[int, list[facts.Variant]] = defaultdict(list)
    for each in sorted(same.values(), key=_newest_first):
        if (key := text_key(kinship.wording(each))) in keys and key is not None:
            found[key].append(each)
    return found


def _holders(
    session: Session, phrases: Sequence[facts.Phrase], checked: Sequence[facts.Variant], near: int
) -> dict[int, list[tuple[int, int]]]:
    workspace_id: int = session.info["scope"]
    days = [day_of(each.effective_at) for each in checked if each.effective_at] or [0]
    values = {value for each in checked for value in fingerprints.asked(kinship.compared(phrases, each))}
    asked = numbers(session, values)
    rows = session.execute(
        select(Fingerprint.value, Fingerprint.variant_id, Fingerprint.day)
        .where(Fingerprint.workspace_id == workspace_id, Fingerprint.value.in_(select(asked.c.value)))
        .where(Fingerprint.day.between(min(days) - near, max(days) + near))
    )
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for value, variant_id, day in rows:
        found[value].append((variant_id, day))
    return found


def _some_of_each(checked: facts.Variant, found: Iterable[facts.Variant]) -> Iterator[facts.Variant]:
    """As many of the own channel as of all others, so that neither hides the other."""
    others = [each for each in found if each.id != checked.id]
    for is_here in (True, False):
        of_kind = (each for each in others if (each.channel_id == checked.channel_id) is is_here)
        yield from islice(of_kind, MOST_RELATIVES)


def _is_near(checked: facts.Variant, other: facts.Variant, near: timedelta) -> bool:
    mine, theirs = checked.effective_at, other.effective_at
    return mine is not None and theirs is not None and abs(mine - theirs) <= near


def _newest_first(variant: facts.Variant) -> tuple[float, int]:
    at = variant.effective_at
    return -at.timestamp() if at else 0.0, -int(variant.id)
