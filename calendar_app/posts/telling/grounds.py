"""What a finding rests on: what was measured and counted, and where each number of the rule comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import current_language, format_date, format_datetime, gettext
from calendar_app.people.access import Action, current_person, may
from calendar_app.platforms.directory import platform
from calendar_app.posts import services
from calendar_app.posts.judging import Judgement
from calendar_app.posts.models import Variant
from calendar_app.rulebook.words import ORIGINS
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Channel, Facts, InboundItem, Slot
from calendar_app.rules.parameters import Origin, layers_of, resolved
from calendar_app.rules.rule import PROFILE, Bound, Counted, Rule, Verdict
from calendar_app.rules.units import measure, told_apart
from calendar_app.rules.weeks import local
from calendar_app.wording import Text

_ = gettext

MOST = 12
"""Counted things that are named; more would bury the finding."""

_RULES = {rule.key: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that was counted, in words, and its page if it has one."""

    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """One of the rule's numbers: what it means, what it is here, who says so."""

    meaning: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What stands below a finding; "" and empty where nothing is measured."""

    measured: str
    span: str
    things: tuple[Thing, ...]
    unnamed: int
    numbers: tuple[Number, ...]
    checked_on: date


class Teller:
    """Tells the grounds of one judgement's findings. What they counted is read at once."""

    def __init__(self, session: Session, judgement: Judgement, zone: str) -> None:
        self._judgement, self._zone = judgement, zone
        self._variants = services.variants_by_id(session, set(_counted_variants(judgement.findings)))
        self._slots = {slot.key: slot for slot in judgement.plan.slots}

    def of(self, verdict: Verdict) -> Grounds:
        """The grounds of one of the findings."""
        things = tuple(self._things(verdict))
        plan, rule = self._judgement.plan, _RULES[verdict.rule]
        channel = plan.channel(self._judgement.fact.channel_id)
        return Grounds(
            measured=_measured(verdict),
            span=self._span(verdict),
            things=things[:MOST],
            unnamed=len(set(verdict.counted)) - min(len(things), MOST),
            numbers=(*_limit(verdict, channel), *_numbers(rule, plan, channel)) if channel else (),
            checked_on=rule.checked_on,
        )

    def _span(self, verdict: Verdict) -> str:
        if verdict.window is None:
            return ""
        first, last = (local(each, self._zone) for each in (verdict.window.start, verdict.window.end))
        return _("From %(first)s to %(last)s.", first=format_datetime(first), last=format_datetime(last))

    def _things(self, verdict: Verdict) -> Iterator[Thing]:
        """What was counted, as far as the reader may see it."""
        ids = dict.fromkeys(verdict.counted)
        match verdict.counts:
            case Counted.VARIANTS:
                yield from (self._variant(self._variants[each]) for each in ids if each in self._variants)
            case Counted.SLOTS:
                yield from (self._slot(self._slots[each]) for each in ids if each in self._slots)
            case Counted.INBOUND:
                inbound = (each for each in self._judgement.plan.inbound if each.id in ids)
                yield from map(self._inbound, inbound)
            case Counted.PEOPLE:
                people = (self._judgement.plan.person(each) for each in ids)
                yield from (Thing(person.name) for person in people if person)

    def _variant(self, variant: Variant) -> Thing:
        when = format_datetime(variant.planned_wall) if variant.planned_wall else _("no date")
        label = f"{variant.channel.name}, {when}"
        if variant.id == self._judgement.fact.id:
            return Thing(_("this one (%(where)s)", where=label))
        return Thing(label, url_for("posts.open_variant", variant_id=variant.id))

    def _slot(self, slot: Slot) -> Thing:
        person = self._judgement.plan.person(slot.person_id)
        when = format_datetime(local(slot.start, self._zone))
        label = _("dialog time %(when)s, %(name)s", when=when, name=person.name if person else "–")
        return Thing(label, url_for("engagement.occurrence", slot_id=slot.id, key=slot.occurrence))

    def _inbound(self, item: InboundItem) -> Thing:
        url = url_for("engagement.inbound_item", inbound_id=item.id)
        may_open = may(current_person(), Action.LOG)
        return Thing(format_datetime(local(item.at, self._zone)), url if may_open else None)


def _counted_variants(findings: Iterable[Verdict]) -> Iterator[int]:
    for verdict in findings:
        if verdict.counts is Counted.VARIANTS:
            yield from (int(each) for each in verdict.counted)


def _measured(verdict: Verdict) -> str:
    """ "Measured: 57 %. Limit: 50 %."; "" where nothing is."""
    if verdict.measured is None or verdict.threshold is None:
        return ""
    language = current_language()
    value = _value(verdict, verdict.measured, verdict.threshold).plain(language)
    limit = measure(verdict.threshold, verdict.unit).plain(language).removesuffix(".")  # "59 Min."
    match verdict.bound:
        case Bound.LEAST:
            return _("Measured: %(value)s. Needed: %(limit)s.", value=value, limit=limit)
        case Bound.FROM:
            return _("Measured: %(value)s. Too much from: %(limit)s.", value=value, limit=limit)
        case Bound.MOST:
            return _("Measured: %(value)s. Limit: %(limit)s.", value=value, limit=limit)


def _value(verdict: Verdict, measured: int, threshold: int) -> Text:
    """A finding above its limit never reads as if it were at it."""
    if verdict.exactly is not None and measured == threshold != verdict.exactly:
        return told_apart(verdict.exactly, threshold)
    return measure(measured, verdict.unit)


def _limit(verdict: Verdict, channel: Channel) -> Iterator[Number]:
    """A limit that is none of the rule's own numbers: the platform's, or the one that the channel has."""
    if verdict.origin is None or verdict.threshold is None:
        return
    language, profile = current_language(), platform(channel.platform)
    said = gettext(ORIGINS[verdict.origin])
    if verdict.origin is Origin.PROFILE:
        day = format_date(profile.checked_on, "long")
        said = f"{said}: {profile.name.plain(language)}. {_('Checked on %(day)s.', day=day)}"
    yield Number(_("Limit"), measure(verdict.threshold, verdict.unit).plain(language), said)


def _numbers(rule: Rule, plan: Facts, channel: Channel) -> Iterator[Number]:
    """Every number of the rule as it holds on the channel."""
    language, profile = current_language(), platform(channel.platform)
    layers = layers_of(plan.tunings, rule.key, profile.key, channel.id)
    for parameter in rule.parameters:
        found = resolved(layers, parameter, profile)
        origin = gettext(ORIGINS[found.origin])
        if found.origin in {Origin.BUILT_IN, Origin.PROFILE}:
            source = profile.name if parameter.source is PROFILE else parameter.source
            origin = f"{origin}: {source.plain(language)}"
        yield Number(
            parameter.meaning.plain(language), measure(found.value, parameter.unit).plain(language), origin
        )
