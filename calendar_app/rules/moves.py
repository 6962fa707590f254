"""Another time for a variant: the nearest one at which nothing is worse than now."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from calendar_app.rules.attendance import presence
from calendar_app.rules.engine import RULES, check
from calendar_app.rules.facts import Channel, Facts, Span, Variant
from calendar_app.rules.rule import Fix, FixKind, Rule, Verdict
from calendar_app.rules.weeks import local, zone_of

FARTHEST = timedelta(days=7)
"""A post moved farther than this is another post."""

OFFICE_HOURS = range(8, 19)


def with_moves(
    facts: Facts, variant: Variant, verdicts: Sequence[Verdict], rules: Sequence[Rule] = RULES
) -> tuple[Verdict, ...]:
    """The verdicts, with an offer to move where a rule wants one and there is a time for it.

    Preferred is one time that mends all that can be mended by moving; else each gets its own. Texts are not
    compared again, since they stay the same.
    """
    wanting = {each.rule for each in verdicts if each.wants_move}
    channel, at = facts.channel(variant.channel_id), variant.effective_at
    if not wanting or channel is None or at is None:
        return tuple(verdicts)
    search = _Search(facts, variant, channel, at, verdicts, rules)
    together = search.time_that_mends(wanting)
    times = {key: together or search.time_that_mends({key}) for key in wanting}
    return tuple(_offering(each, times.get(each.rule)) for each in verdicts)


def _offering(verdict: Verdict, at: datetime | None) -> Verdict:
    fixes = (*verdict.fixes, Fix(FixKind.MOVE_TO, {"at": at})) if at else verdict.fixes
    return replace(verdict, fixes=fixes, wants_move=False)


@dataclass(frozen=True, slots=True)
class _Search:
    facts: Facts
    variant: Variant
    channel: Channel
    at: datetime
    verdicts: Sequence[Verdict]
    rules: Sequence[Rule]

    def time_that_mends(self, wanting: Collection[str]) -> datetime | None:
        """The nearest time, in the channel's zone, at which those rules find nothing and no other more."""
        bearable = {each.rule: 0 if each.rule in wanting else each.severity.rank for each in self.verdicts}
        first = sorted(self.rules, key=lambda rule: rule.key not in wanting)
        for moment in self._candidates():
            moved = self._moved_to(moment)
            if all(self._rank(moved, rule) <= bearable.get(rule.key, 0) for rule in first):
                return local(moment, self.channel.zone)
        return None

    def _moved_to(self, moment: datetime) -> Variant:
        """What a move does to an approval is for the step that moves to say; no time is worse for it here."""
        approval = self.variant.approval and replace(self.variant.approval, at=moment)
        return replace(self.variant, at=moment, approval=approval)

    def _rank(self, moved: Variant, rule: Rule) -> int:
        (verdict,) = check(self.facts, moved, (), (rule,))
        return verdict.severity.rank

    def _candidates(self) -> Sequence[datetime]:
        """Times ahead, in UTC, by whole days from the planned one; of a day first where time is reserved."""
        near = Span(max(self.at - FARTHEST, self.facts.now + timedelta(minutes=1)), self.at + FARTHEST)
        reserved = {start for start in self._reserved(near) if start in near}
        times = reserved | {moment for moment in self._hours() if moment in near and moment != self.at}

        def distance(moment: datetime) -> tuple[int, bool, timedelta, datetime]:
            apart = abs(moment - self.at)
            return apart.days, moment not in reserved, apart, moment

        return sorted(times, key=distance)

    def _reserved(self, near: Span) -> Iterator[datetime]:
        for slot in self.facts.slots_on(self.channel.id, near):
            yield from (span.start for span in presence(self.facts, slot))

    def _hours(self) -> Iterator[datetime]:
        """The hour of the planned time and the full hours of people's days, on the days around."""
        here = local(self.at, self.channel.zone)
        for days in range(-FARTHEST.days, FARTHEST.days + 1):
            day = here.date() + timedelta(days=days)
            for clock in (here.time(), *map(time, OFFICE_HOURS)):
                yield datetime.combine(day, clock, zone_of(self.channel.zone)).astimezone(UTC)
