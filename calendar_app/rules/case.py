"""A channel or a variant before one rule: what the rule may look at, and how it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendar_app.platforms.platform import Platform
from calendar_app.rules.facts import Channel, Facts, Label, Span, Status, Strictness, Variant
from calendar_app.rules.parameters import STRICTER, layers_of, resolve, strictness
from calendar_app.rules.rule import Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import local
from calendar_app.wording import Text, Value


@dataclass(frozen=True, slots=True)
class ChannelCase:
    """A channel and its surroundings before a rule: what the rules of a week share with the balance strip."""

    rule: Rule
    facts: Facts
    channel: Channel
    platform: Platform

    def value(self, name: str) -> int:
        """The value of one of the rule's parameters.

        A milder limit lies no higher than the stricter one, though they may be decided in different places.
        """
        stricter, tuned = STRICTER.get(name), self._tuned(name)
        is_paired = any(each.name == stricter for each in self.rule.parameters)
        return min(tuned, self._tuned(stricter)) if stricter and is_paired else tuned

    def _tuned(self, name: str) -> int:
        return resolve(self.facts, self.rule.key, self._parameter(name), self.platform, self.channel.id)

    def built_in(self, name: str) -> int:
        """The value of a parameter before anybody tuned it: where nobody may except, it is a floor."""
        return self._parameter(name).default

    def _parameter(self, name: str) -> Parameter:
        return next(each for each in self.rule.parameters if each.name == name)

    @property
    def strictness(self) -> Strictness:
        """How far the team lets the rule go on this channel."""
        layers = layers_of(self.facts.tunings, self.rule.key, self.platform.key, self.channel.id)
        return strictness(layers, self.rule).value

    @property
    def place(self) -> Text:
        """What editors call the place: the platform, or the channel itself where the platform is unknown."""
        return Text.name(self.channel.name) if self.platform.is_general else self.platform.name

    def local(self, moment: datetime) -> datetime:
        return local(moment, self.channel.zone)

    def counted(self, span: Span) -> tuple[Variant, ...]:
        """The channel's counting set in a span."""
        return tuple(filter(belongs_to_the_count, self.facts.variants_on(self.channel.id, span)))


@dataclass(frozen=True, slots=True)
class Case(ChannelCase):
    """A variant before a rule. `relatives` may be alike in text; a rule compares them exactly."""

    variant: Variant
    relatives: Sequence[Variant] = ()

    def counted(self, span: Span) -> tuple[Variant, ...]:
        """The channel's counting set in a span, with the checked variant once, as it is now."""
        others = (each for each in ChannelCase.counted(self, span) if each.id != self.variant.id)
        moment = self.variant.effective_at
        own = (self.variant,) if moment and moment in span else ()
        return (*others, *own)

    @property
    def is_ahead(self) -> bool:
        """Whether the variant can still be moved or attended."""
        at = self.variant.effective_at
        return at is not None and at >= self.facts.now and self.variant.status != Status.PUBLISHED

    def stopping(self, severity: Severity) -> Severity:
        """A severity as far as it can still stop something: what is out already is warned of."""
        is_out = self.variant.status == Status.PUBLISHED
        return Severity.WARN if severity is Severity.BLOCK and is_out else severity

    def answer(
        self, severity: Severity, sentence: Text, params: Mapping[str, Value] | None = None
    ) -> Verdict:
        """A verdict of this rule; measure, window and fixes are added with `dataclasses.replace`."""
        return Verdict(
            rule=self.rule.key,
            number=self.rule.number,
            severity=severity,
            sentence=sentence,
            params=params or {},
            override=self.rule.override,
        )

    def not_applicable(self, why: Text, params: Mapping[str, Value] | None = None) -> Verdict:
        return self.answer(Severity.NOT_APPLICABLE, why, params)


def belongs_to_the_count(variant: Variant) -> bool:
    """On its way out or out, and not the platform's own repost."""
    return variant.is_counted and Label.RESHARE not in variant.labels


UNDATED = Text("Without a date there is nothing to judge yet.", "Ohne Termin lässt sich noch nichts prüfen.")
