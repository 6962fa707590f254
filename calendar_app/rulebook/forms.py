"""The forms in which a team says what no comparison shall count, and how a rule shall judge."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired, NumberRange, Optional

from calendar_app.channels.models import Channel
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Passage, RoomForm, WholeNumber, choices
from calendar_app.foundation.i18n import current_language, gettext, mark
from calendar_app.platforms.platform import Platform
from calendar_app.rulebook.tuning import Decision
from calendar_app.rulebook.words import STRICTNESS
from calendar_app.rules.boilerplate import LONGEST
from calendar_app.rules.facts import Strictness, Tuning
from calendar_app.rules.parameters import STRICTER, resolved
from calendar_app.rules.rule import Parameter, Rule
from calendar_app.rules.units import YES_OR_NO, measure, unit_alone

EVERYWHERE = 0


class BoilerplateForm(EditForm):
    """A phrase and where it is left out."""

    text = Passage(mark("Phrase"), most=LONGEST, validators=[DataRequired()])
    channel_id = SelectField(mark("Where"), coerce=int)

    def __init__(self, *arguments: Any, channels: Iterable[Channel], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._channels = {channel.id: channel for channel in channels}
        named = ((channel.id, channel.name) for channel in self._channels.values())
        self.channel_id.choices = choices([(EVERYWHERE, gettext("On all channels")), *named])

    @property
    def channel(self) -> Channel | None:
        return self._channels.get(self.channel_id.data)


class DecisionForm(RoomForm):
    """What a team decides about one rule in one place; a field left empty is as in the wider place."""

    strictness = SelectField(mark("How far it may go"))

    def __init__(
        self, rule: Rule, layers: Sequence[Tuning], platform: Platform, decision: Decision, **options: Any
    ) -> None:
        super().__init__(data=_filled(decision), **options)
        self._rule, self._layers, self._platform = rule, layers, platform
        offered = [each for each in Strictness if _can(rule, each)]
        named = ((each.value, gettext(STRICTNESS[each])) for each in offered)
        self.strictness.choices = choices([("", gettext("As decided elsewhere")), *named])
        if rule.is_fixed:
            del self.strictness

    @property
    def numbers(self) -> Mapping[str, WholeNumber | SelectField]:
        """The fields of the rule's parameters, by name."""
        return {each.name: self[_field_name(each)] for each in self._rule.parameters}

    @property
    def decision(self) -> Decision:
        chosen = "" if self.strictness is None else self.strictness.data
        values = {name: field.data for name, field in self.numbers.items() if field.data is not None}
        return Decision(Strictness(chosen) if chosen else None, values)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        return bool(super().validate(extra_validators)) and self._is_in_order()

    def _is_in_order(self) -> bool:
        """Whether the numbers fit each other as they would hold, with those that come from elsewhere."""
        mine = Tuning(self._rule.key, values=self.decision.values)
        held = {each.name: self._holding(each, mine) for each in self._rule.parameters}
        for low, high in STRICTER.items():
            if low in held and high in held and held[low] > held[high]:
                other = self.numbers[high].label.text
                said = gettext("This lies above “%(other)s” (%(value)s).", other=other, value=held[high])
                self.numbers[low].errors = [*self.numbers[low].errors, said]
                return False
        return True

    def _holding(self, parameter: Parameter, mine: Tuning) -> int:
        own = mine.values.get(parameter.name)
        return resolved(self._layers, parameter, self._platform).value if own is None else own


def decision_form(
    rule: Rule, layers: Sequence[Tuning], platform: Platform, decision: Decision
) -> DecisionForm:
    """The form for a rule, with a field for each of its numbers; `layers` are the wider decisions."""
    fields = {_field_name(each): _number(each) for each in rule.parameters}
    form: type[DecisionForm] = type("DecisionForm", (DecisionForm,), fields)
    return form(rule, layers, platform, decision)


def _can(rule: Rule, strictness: Strictness) -> bool:
    return strictness is not Strictness.BLOCK or rule.strictest is Strictness.BLOCK


def _field_name(parameter: Parameter) -> str:
    return f"number_{parameter.name}"


def _number(parameter: Parameter) -> WholeNumber | SelectField:
    """A field for a number; a number that says yes or no is chosen."""
    if parameter.unit == YES_OR_NO:
        return _yes_or_no(parameter)
    least, most = parameter.bounds
    language = current_language()
    label, unit = parameter.meaning.plain(language), unit_alone(parameter.unit).plain(language)
    return WholeNumber(_with_unit(label, unit), [Optional(), NumberRange(least, most)])


def _with_unit(label: str, unit: str) -> str:
    """The unit in brackets, unless the label ends with some already."""
    if not unit:
        return label
    return f"{label}, {unit}" if label.endswith(")") else f"{label} ({unit})"


def _yes_or_no(parameter: Parameter) -> SelectField:
    language = current_language()
    said = [(str(number), measure(number, parameter.unit).plain(language)) for number in (1, 0)]
    offered = choices([("", gettext("As decided elsewhere")), *said])
    return SelectField(parameter.meaning.plain(language), choices=offered, coerce=_number_or_none)


def _number_or_none(sent: str | int | None) -> int | None:
    return None if sent in ("", None) else int(sent)


def _filled(decision: Decision) -> dict[str, object]:
    numbers = {f"number_{name}": value for name, value in decision.values.items()}
    return {"strictness": decision.strictness.value if decision.strictness else "", **numbers}
