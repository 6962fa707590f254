"""The rulebook as everybody in the workspace may read it: every rule with its reasons, and the exceptions."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from calendar_app.foundation.i18n import current_language, gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.forms import ROLES as ROLE_NAMES
from calendar_app.platforms.directory import PLATFORMS
from calendar_app.rulebook import boilerplate_pages, services, tuning, tuning_pages
from calendar_app.rulebook.blueprint import bp
from calendar_app.rulebook.readers import habit
from calendar_app.rulebook.words import FAMILIES, STRICTNESS, valued
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Role, Tuning
from calendar_app.rules.parameters import strictness
from calendar_app.rules.rule import Parameter, Rule

__all__ = ["boilerplate_pages", "bp", "tuning_pages"]  # the other files' pages belong to these addresses


@bp.get("/rules")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    """Every rule that Parley applies, by chapter, and the exceptions that were made."""
    known = tuning.tunings(request_session())
    return render_template(
        "rulebook/index.html",
        chapters=_chapters(),
        settled={rule.key: _settled(rule, known) for rule in RULES},
        overrides=services.recorded(request_session()),
        habit=habit(request_session(), request_now()) if current_person().role == Role.ADMIN else None,
        rules={rule.key: rule for rule in RULES},
        platform_values=platform_values,
        valued=valued,
        sources_of=sources_of,
        language=current_language(),
        roles={role.value: gettext(name) for role, name in ROLE_NAMES.items()},
        wall=to_wall,
    )


def _chapters() -> list[dict[str, Any]]:
    """The rules by family, in the order of the rulebook; a family without rules is left out."""
    return [
        {"key": family.value, "name": gettext(name), "rules": rules}
        for family, name in FAMILIES.items()
        if (rules := [rule for rule in RULES if rule.family is family])
    ]


def platform_values(parameter: Parameter) -> list[int]:
    """The smallest and the largest value that platforms set for a parameter; one where all agree."""
    if parameter.of_platform is None:
        return [parameter.default]
    values = {parameter.of_platform(platform) for platform in PLATFORMS.values()}
    return sorted({min(values), max(values)})


def sources_of(rule: Rule) -> str:
    """Where a rule's reasons come from, in the reader's language."""
    return "; ".join(source.plain(current_language()) for source in rule.sources)


class Settled(NamedTuple):
    """What the team decided about a rule: how far it goes everywhere, its numbers there, and how many
    narrower places have decisions of their own.
    """

    strictness: str | None
    values: Mapping[str, int]
    elsewhere: int


def _settled(rule: Rule, known: Sequence[Tuning]) -> Settled:
    mine = [each for each in known if each.rule == rule.key]
    wide = [each for each in mine if each.rank == 0]
    goes = strictness(wide, rule).value
    decided = wide[0].values if wide else {}
    return Settled(
        gettext(STRICTNESS[goes]) if goes is not rule.strictest else None, decided, len(mine) - len(wide)
    )
