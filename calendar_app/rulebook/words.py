"""Words of the rulebook: chapters, how far a rule may go, where a value comes from."""

from calendar_app.foundation.i18n import current_language, mark
from calendar_app.rules.facts import Strictness
from calendar_app.rules.parameters import Origin
from calendar_app.rules.rule import Family, Parameter
from calendar_app.rules.units import measure

_ = mark

FAMILIES = {
    Family.ORIGINALITY: _("Originality"),
    Family.AUTOMATION: _("Automation"),
    Family.ENGAGEMENT: _("Dialog"),
    Family.MANNERS: _("Manners"),
    Family.CADENCE: _("Cadence"),
    Family.MIX: _("Mix"),
    Family.CAMPAIGN: _("Campaign"),
    Family.CHANNEL: _("Channel"),
    Family.PEOPLE: _("People"),
}

STRICTNESS = {
    Strictness.OFF: _("Off: it says nothing"),
    Strictness.ADVISE: _("Advise: it warns where it would block"),
    Strictness.BLOCK: _("Block: it stops what goes too far"),
}

ORIGINS = {
    Origin.BUILT_IN: _("built in"),
    Origin.PROFILE: _("the platform’s profile"),
    Origin.WORKSPACE: _("decided for everywhere"),
    Origin.PLATFORM: _("decided for the platform"),
    Origin.CHANNEL: _("decided for the channel"),
}


def valued(parameter: Parameter, value: int) -> str:
    """A parameter's value with its unit, in the reader's language."""
    return measure(value, parameter.unit).plain(current_language())
