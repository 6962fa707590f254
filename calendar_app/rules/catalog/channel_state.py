"""R26: posts only where the channel is open.

Its numbers speak of the steps of a channel's life. They and the place to go to and the pinned pointer are
asked for when a closing is announced; too few farewell posts stop nothing, they stand among the open points
of the closing until its last day.
"""

from dataclasses import replace
from datetime import date, timedelta

from calendar_app.rules.case import Case, ChannelCase
from calendar_app.rules.facts import ChannelState, GateItem, Label, Status
from calendar_app.rules.rule import NOBODY, Family, Fix, FixKind, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, Value, listed

PARTING = frozenset({Label.FAREWELL, Label.SERVICE})

OPEN = Text("{channel} is open.", "{channel} ist offen.")
OUT = Text("Already published.", "Bereits veröffentlicht.")
IDEA = Text(
    "{channel} is an idea so far. Finish the launch gate: {items}.",
    "{channel} ist bisher eine Idee. Startprüfung abschließen: {items}.",
)
IDEA_PLAIN = Text(
    "{channel} is an idea so far. Finish the launch gate first.",
    "{channel} ist bisher eine Idee. Zuerst die Startprüfung abschließen.",
)
RESERVED = Text(
    "{channel} is only a reserved name. Finish the launch gate first.",
    "{channel} ist nur ein reservierter Name. Zuerst die Startprüfung abschließen.",
)
PAUSED_UNTIL = Text(
    "{channel} is paused. Wait until {date:date} or lift the pause.",
    "{channel} pausiert. Bis {date:date} warten oder die Pause aufheben.",
)
PAUSED = Text("{channel} is paused. Lift the pause first.", "{channel} pausiert. Zuerst die Pause aufheben.")
CLOSING_UNTIL = Text(
    "{channel} is closing. Only farewell and service posts until {date:date}.",
    "{channel} wird geschlossen. Bis {date:date} nur Abschied und Service.",
)
CLOSING = Text(
    "{channel} is closing. Only farewell and service posts.",
    "{channel} wird geschlossen. Nur noch Abschied und Service.",
)
CLOSED_SINCE = Text(
    "{channel} closes on {date:date}; nothing is posted after that.",
    "{channel} schließt am {date:date}; danach erscheint dort nichts mehr.",
)
GONE_TO = Text(
    "{channel} is closed. Post on {target} instead.",
    "{channel} ist geschlossen. Stattdessen auf {target} veröffentlichen.",
)
GONE = Text(
    "{channel} is closed. Post on another channel.",
    "{channel} ist geschlossen. Auf einem anderen Kanal veröffentlichen.",
)
STOPPED = Text(
    "Publishing on {channel} is stopped. A lead lifts the stop.",
    "Auf {channel} ist die Veröffentlichung gestoppt. Die Kanalverantwortung hebt den Stopp auf.",
)
CAMPAIGN_STOPPED = Text(
    "Publishing of the campaign “{campaign}” is stopped. A lead lifts the stop.",
    "Die Veröffentlichung der Kampagne „{campaign}“ ist gestoppt. Die Kanalverantwortung hebt den Stopp auf.",
)
LISTENS = Text(
    "On {channel} the team only listens and answers.", "Auf {channel} wird nur zugehört und geantwortet."
)


GATE_WORDS = {
    GateItem.PURPOSE: Text("purpose", "Zweck"),
    GateItem.AUDIENCE: Text("audience", "Zielgruppe"),
    GateItem.OWNER: Text("owner", "Zuständigkeit"),
    GateItem.DEPUTY: Text("deputy", "Vertretung"),
    GateItem.GOAL: Text("goal", "Ziel"),
    GateItem.EVIDENCE: Text("audience evidence with its date", "Beleg für die Zielgruppe mit Datum"),
    GateItem.ACCOUNTS: Text("five accounts worth talking to", "fünf Konten fürs Gespräch"),
    GateItem.MINUTES: Text("minutes and where they come from", "Minuten und woher sie kommen"),
    GateItem.PLAN: Text("plan", "Plan"),
    GateItem.MANNERS: Text("manners read", "gelesene Gepflogenheiten"),
    GateItem.IMPRINT: Text("imprint", "Impressum"),
    GateItem.COUNCIL: Text("works council", "Betriebsrat"),
    GateItem.EXIT: Text("exit criterion", "Ausstiegskriterium"),
    GateItem.SIGN_OFF: Text("sign-off", "Freigabe"),
}

CLOSED_STATES = {ChannelState.RESERVED: RESERVED, ChannelState.LISTEN_ONLY: LISTENS}

# Nobody may except from this rule, so no number of a closing may be milder than the one built in.
LEAD_DAYS = Parameter(
    "lead_days",
    28,
    "days",
    Text(
        "So long before its last day a closing is announced", "Vorlauf bis zum letzten Tag einer Schließung"
    ),
    between=(28, 365),
)
FORGOTTEN_DAYS = Parameter(
    "forgotten_days",
    90,
    "days",
    Text(
        "After so long a silence nobody is left to be told",
        "Nach so langer Stille ist niemand mehr zu benachrichtigen",
    ),
    between=(90, 365),
)
ANNOUNCEMENTS = Parameter(
    "announcements",
    3,
    "posts",
    Text("Farewell posts until the last day", "Abschiedsbeiträge bis zum letzten Tag"),
    between=(3, 30),
)
PROBATION_DAYS = Parameter(
    "probation_days",
    90,
    "days",
    Text("Probation after a launch", "Probezeit nach dem Start"),
    between=(28, 365),
)


def judge(case: Case) -> Verdict:
    if case.variant.status == Status.PUBLISHED:
        return case.answer(Severity.PASS, OUT)
    campaign = case.facts.campaign(case.variant.campaign_id)
    if campaign and campaign.is_stopped:
        verdict = case.answer(Severity.BLOCK, CAMPAIGN_STOPPED, {"campaign": campaign.name})
        return replace(verdict, fixes=(Fix(FixKind.OPEN_CAMPAIGN, {"campaign": campaign.id}),))
    objection = _objection(case)
    params: dict[str, Value] = {
        "channel": case.channel.name,
        "date": case.channel.state_until or "",
        "items": listed([_item(each) for each in case.channel.open_gate_items]),
        "target": case.channel.points_to or "",
    }
    if objection is None:
        return case.answer(Severity.PASS, OPEN, params)
    fix = Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id})
    return replace(case.answer(Severity.BLOCK, objection, params), fixes=(fix,))


def earliest_last_day(case: ChannelCase) -> date:
    """The first day on which a channel may close: today where nobody is left to be told."""
    spoken = (case.channel.last_post_at, case.channel.last_talk_at)
    since = case.facts.now - timedelta(days=case.value(FORGOTTEN_DAYS.name))
    today = case.local(case.facts.now).date()
    is_forgotten = not any(each is not None and each >= since for each in spoken)
    return today if is_forgotten else today + timedelta(days=case.value(LEAD_DAYS.name))


def _item(word: str) -> Text:
    """The words for an item; a plan from elsewhere may name others."""
    return GATE_WORDS[GateItem(word)] if word in set(GateItem) else Text.name(word)


def _objection(case: Case) -> Text | None:
    """Why nothing may be posted, None when it may."""
    channel, labels = case.channel, case.variant.labels
    if channel.is_stopped:
        return STOPPED
    match channel.state:
        case ChannelState.PAUSED:
            return _during_pause(channel.state_until, _day(case))
        case ChannelState.CLOSING:
            return _while_closing(channel.state_until, _day(case), is_parting=bool(labels & PARTING))
        case ChannelState.IDEA:
            return IDEA if channel.open_gate_items else IDEA_PLAIN
        case ChannelState.FROZEN | ChannelState.DELETED:
            return GONE_TO if channel.points_to else GONE
        case _:
            return CLOSED_STATES.get(channel.state)


def _day(case: Case) -> date:
    """The local day of publishing; today while there is no date."""
    return case.local(case.variant.effective_at or case.facts.now).date()


def _during_pause(until: date | None, day: date) -> Text | None:
    if until is None:
        return PAUSED
    return PAUSED_UNTIL if day < until else None


def _while_closing(until: date | None, day: date, *, is_parting: bool) -> Text | None:
    if until and day > until:
        return CLOSED_SINCE
    if is_parting:
        return None
    return CLOSING_UNTIL if until else CLOSING


RULE = Rule(
    number="R26",
    key="channel-state",
    family=Family.CHANNEL,
    name=Text("Channel not open", "Kanal nicht offen"),
    why=Text(
        "A channel speaks, or it says that it does not. There is no half state.",
        "Ein Kanal spricht, oder er sagt, dass er es nicht tut. Einen halben Zustand gibt es nicht.",
    ),
    looks_at=Text("the channel's state and its date", "den Zustand des Kanals und dessen Datum"),
    severities=(Severity.BLOCK,),
    judge=judge,
    parameters=(LEAD_DAYS, FORGOTTEN_DAYS, ANNOUNCEMENTS, PROBATION_DAYS),
    override=replace(
        NOBODY, note=Text("Change the channel's state instead.", "Stattdessen den Zustand des Kanals ändern.")
    ),
    lifted_by_urgent=False,
    sources=(
        Text(
            "Over 60 German-speaking universities froze their X accounts in January 2025 with a farewell and "
            "a pointer, and went on watching (practice)",
            "Mehr als 60 deutschsprachige Hochschulen haben im Januar 2025 ihre X-Konten mit Abschied und "
            "Hinweis eingefroren und lesen weiter mit (Praxis)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
