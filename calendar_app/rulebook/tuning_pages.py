"""One rule's page: what holds where and where it comes from, and deciding it otherwise."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels, find
from calendar_app.foundation.i18n import current_language, gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.platforms.directory import PLATFORMS, platform
from calendar_app.platforms.platform import Platform
from calendar_app.rulebook import tuning
from calendar_app.rulebook.blueprint import bp
from calendar_app.rulebook.forms import DecisionForm, decision_form
from calendar_app.rulebook.models import RuleChange
from calendar_app.rulebook.readers import Foresight, foresee
from calendar_app.rulebook.tuning import Decision, Place
from calendar_app.rulebook.words import ORIGINS, STRICTNESS, valued
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Strictness, Tuning
from calendar_app.rules.parameters import Resolved, layers_of, resolved, strictness
from calendar_app.rules.rule import Parameter, Rule, Severity

_ = mark

RULES_BY_KEY = {rule.key: rule for rule in RULES}


class Number(NamedTuple):
    """A parameter as the page shows it: what holds in the place, and what would without a decision there."""

    parameter: Parameter
    holds: Resolved[int]
    otherwise: Resolved[int]


@dataclass(frozen=True)
class Sheet:
    """A rule in one place, with the decisions known about it."""

    rule: Rule
    place: Place
    profile: Platform
    known: tuple[Tuning, ...]

    @property
    def wider(self) -> list[Tuning]:
        """What holds here without a decision for exactly this place."""
        return [each for each in self._layers if not self.place.holds(each)]

    @property
    def decision(self) -> Decision:
        return tuning.decided(self.known, self.rule, self.place)

    @property
    def strictness(self) -> Resolved[Strictness]:
        return strictness(self._layers, self.rule)

    @property
    def otherwise(self) -> Resolved[Strictness]:
        return strictness(self.wider, self.rule)

    @property
    def numbers(self) -> list[Number]:
        return [
            Number(each, resolved(self._layers, each, self.profile), resolved(self.wider, each, self.profile))
            for each in self.rule.parameters
        ]

    @property
    def _layers(self) -> list[Tuning]:
        layers = layers_of(self.known, self.rule.key, self.profile.key, self.place.channel_id)
        if self.place.platform is None and self.place.channel is None:
            return [each for each in layers if each.rank == 0]
        return layers

    def form(self) -> DecisionForm:
        return decision_form(self.rule, self.wider, self.profile, self.decision)


@bp.get("/rules/<rule_key>")
@requires(Action.LOOK)
def rule(rule_key: str) -> ResponseReturnValue:
    """Everything about one rule, in the place that the address names."""
    return _page(_sheet(rule_key))


@bp.post("/rules/<rule_key>")
@requires(Action.RULES)
def decide(rule_key: str) -> ResponseReturnValue:
    """Show what a decision would do to the coming weeks; make it when that was shown."""
    session, sheet = request_session(), _sheet(rule_key)
    form = sheet.form()
    if not form.validate():
        return _page(sheet, form, status=422)
    decision = form.decision
    if request.form.get("shown") != _fingerprint(decision):
        known = tuning.with_decision(sheet.known, sheet.rule, sheet.place, decision)
        return _page(sheet, form, foresee(session, sheet.rule, known, request_now()))
    is_new = tuning.decide(
        session, sheet.rule, sheet.place, decision, person=current_person(), now=request_now()
    )
    session.commit()
    flash(gettext(_("It holds from the next check on.") if is_new else _("Nothing was changed.")), "success")
    return redirect(url_for("rulebook.rule", rule_key=rule_key, place=_name(sheet.place) or None), 303)


@bp.get("/rules/changes/<int:change_id>")
@requires(Action.LOOK)
def open_change(change_id: int) -> ResponseReturnValue:
    """From the journal to the page of the rule that was changed, in the place it was changed for."""
    row = found(request_session().get(RuleChange, change_id))
    return redirect(url_for("rulebook.rule", rule_key=row.rule, place=row.channel_id or row.platform), 303)


def _fingerprint(decision: Decision) -> str:
    """A name for exactly this decision: what is saved is what was shown."""
    numbers = " ".join(f"{name}={value}" for name, value in sorted(decision.values.items()))
    return f"{decision.strictness or '-'} {numbers}".strip()


def _sheet(key: str) -> Sheet:
    rule = found(RULES_BY_KEY.get(key))
    place = _place(request.values.get("place", ""))
    of = place.channel.platform if place.channel else place.platform
    return Sheet(rule, place, platform(of or "general"), tuning.tunings(request_session()))


def _place(name: str) -> Place:
    """The place that an address names: "", the key of a platform, or the number of a channel."""
    if not name:
        return Place()
    if name.isdecimal():
        return Place(channel=found(find(request_session(), int(name[:18]))))
    return Place(platform=found(name if name in PLATFORMS else None))


def _name(place: Place) -> str:
    return str(place.channel_id) if place.channel else place.platform or ""


def _page(
    sheet: Sheet, form: DecisionForm | None = None, foresight: Foresight | None = None, status: int = 200
) -> ResponseReturnValue:
    form = form or sheet.form()
    page = render_template(
        "rulebook/rule.html",
        sheet=sheet,
        rule=sheet.rule,
        form=form,
        foresight=foresight,
        shown=_fingerprint(form.decision) if foresight else "",
        place=_name(sheet.place),
        places=_places(),
        history=[_told(row) for row in tuning.history(request_session(), sheet.rule)],
        origins={origin.value: gettext(word) for origin, word in ORIGINS.items()},
        strictness_words={each.value: gettext(word) for each, word in STRICTNESS.items()},
        valued=valued,
        tone=_tone,
        language=current_language(),
        wall=to_wall,
    )
    return page, status


def _places() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Where one can decide: everywhere, the platforms in use, the channels; as groups of a select."""
    here = channels(request_session())
    used = sorted({platform(each.platform).key for each in here})
    return [
        ("", gettext("Everywhere"), []),
        ("", gettext("Platforms"), [(key, PLATFORMS[key].name.plain(current_language())) for key in used]),
        ("", gettext("Channels"), [(str(each.id), each.name) for each in here]),
    ]


class Told(NamedTuple):
    """An entry of a rule's history, in the reader's language."""

    row: RuleChange
    where: str
    what: str


def _told(row: RuleChange) -> Told:
    language = current_language()
    where = gettext("Everywhere")
    if row.channel is not None:
        where = row.channel.name
    elif row.platform:
        where = platform(row.platform).name.plain(language)
    return Told(row, where, "; ".join(_decided(row)) or gettext("As decided elsewhere"))


def _decided(row: RuleChange) -> list[str]:
    said = [gettext(STRICTNESS[row.strictness])] if row.strictness else []
    for parameter in RULES_BY_KEY[row.rule].parameters:
        if parameter.name in row.values:
            value = valued(parameter, row.values[parameter.name])
            said.append(f"{parameter.meaning.plain(current_language())}: {value}")
    return said


def _tone(severity: Severity) -> str:
    return {Severity.NOT_APPLICABLE: "na", Severity.PASS: "ok"}.get(severity, severity.value)
