"""Words of the rulebook: chapters, units, how far a rule may go, where a value comes from."""

from calendar_app.foundation.i18n import mark
from calendar_app.rules.facts import Strictness
from calendar_app.rules.parameters import Origin
from calendar_app.rules.rule import Family

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

UNITS = {
    "days": _("days"),
    "letters": _("letters"),
    "minutes": _("minutes"),
    "posts": _("posts"),
    "channels": _("channels"),
    "times": _("times"),
    "o'clock": _("o’clock"),
    "characters": _("characters"),
    "contributions": _("contributions"),
    "hashtags": _("hashtags"),
    "hours": _("hours"),
    "images": _("images"),
    "links": _("links"),
    "mentions": _("mentions"),
    "people": _("people"),
    "phrases": _("phrases"),
    "points": _("points"),
    "to 1": _("to 1"),
    "variants": _("variants"),
    "words": _("words"),
    "working days": _("working days"),
    "working hours": _("working hours"),
    "worst cases": _("worst cases"),
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
