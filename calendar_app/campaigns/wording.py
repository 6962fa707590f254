"""What the pages of campaigns call things, marked for translation."""

from calendar_app.campaigns.contest_models import Decides
from calendar_app.campaigns.models import CampaignKind, Scenario
from calendar_app.foundation.i18n import mark

KINDS = {
    CampaignKind.HASHTAG_CALL: mark("Call with a hashtag"),
    CampaignKind.USER_CONTENT: mark("People send in their own"),
    CampaignKind.CONTEST: mark("Contest"),
    CampaignKind.VOTE: mark("Vote"),
    CampaignKind.PAID_BURST: mark("Paid advertising"),
    CampaignKind.SENSITIVE: mark("Sensitive subject"),
    CampaignKind.OTHER: mark("None of these: posts with one subject"),
}

SCENARIOS = {
    Scenario.HIJACK: mark("Others take it over"),
    Scenario.MOCKERY: mark("Mockery"),
    Scenario.FRAUD: mark("Fraud"),
    Scenario.TERMS: mark("Quarrel about the terms"),
    Scenario.TONE: mark("The wrong tone"),
    Scenario.DAY: mark("The wrong day"),
    Scenario.NOBODY: mark("Nobody comes"),
    Scenario.FANS_LEAVE: mark("Those who came leave again"),
    Scenario.OTHER: mark("Something else"),
}

AFTERCARE = {
    30: mark("Look at the hashtag: who still uses it, and what for? Who stayed?"),
    90: mark("Look at the hashtag again, and answer what lies there."),
    365: mark("A year later: does anybody tell the story differently?"),
}

DECIDES = {
    Decides.VOTES: mark("Most votes win"),
    Decides.DRAW: mark("It is drawn"),
    Decides.JURY: mark("A jury decides"),
}
