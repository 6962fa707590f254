"""R25: a campaign that can go wrong was thought through before it begins."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Campaign, CampaignKind, Point, Role, Span
from calendar_app.rules.rule import NOBODY, Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, Value, listed

OPEN = Text(
    "{k} {k:point|points} of the premortem {k:is|are} open: {list}. Finish {k:it|them} before the first "
    "post.",
    "{k} {k:Punkt|Punkte} im Vorab-Risikocheck offen: {list}. Vor dem ersten Beitrag klären.",
)
SETTLED = Text(
    "The premortem is complete and signed.", "Der Vorab-Risikocheck ist vollständig und freigegeben."
)
NO_CAMPAIGN = Text("Part of no campaign that needs one.", "Gehört zu keiner Kampagne, die einen braucht.")

PUBLIC_CHOICE = frozenset({CampaignKind.CONTEST, CampaignKind.VOTE})
ALWAYS = (Point.QUESTIONS, Point.STOP)
WORDS = {
    Point.QUESTIONS: Text("required answers", "Pflichtangaben"),
    Point.STOP: Text("stop criterion", "Abbruchkriterium"),
    Point.TERMS: Text("terms with link and fingerprint", "Teilnahmebedingungen mit Link und Prüfsumme"),
    Point.ELIGIBILITY: Text("who may take part", "Teilnahmeberechtigung"),
    Point.PERIOD: Text("period", "Zeitraum"),
    Point.SELECTION: Text("how winners are chosen", "Auswahlverfahren"),
    Point.JURY: Text("the jury's role", "Rolle der Jury"),
    Point.EXCLUSIONS: Text("exclusions", "Ausschlüsse"),
    Point.COUNTING: Text("counting and handling of fraud", "Auszählung und Umgang mit Betrug"),
    Point.PRIVACY: Text("privacy", "Datenschutz"),
    Point.RELEASE: Text("release of the platform", "Freistellung der Plattform"),
    Point.NO_BAIT: Text("no sharing or tagging to win", "kein Teilen oder Markieren als Bedingung"),
}
CASES = Text(
    "worst cases (each with tripwire, first answer, person)",
    "Störfälle (je mit Auslöser, Erstantwort, Person)",
)
ON_CALL = Text("on-call roster from the start", "Rufbereitschaft ab Beginn")
SIGN_OFF = Text("sign-off by somebody else", "Freigabe durch eine andere Person")
CHANGED = Text("new sign-off after a change", "neue Freigabe nach einer Änderung")


SCENARIOS, ONCALL_HOURS = 3, 48


def judge(case: Case) -> Verdict:
    campaign = case.facts.campaign(case.variant.campaign_id)
    if campaign is None or campaign.kind == CampaignKind.OTHER:
        return case.not_applicable(NO_CAMPAIGN)
    missing = tuple(open_points(campaign, case.value("scenarios"), case.value("oncall_hours")))
    if not missing:
        return case.answer(Severity.PASS, SETTLED)
    params: dict[str, Value] = {"k": len(missing), "list": listed(missing)}
    verdict = case.answer(case.stopping(Severity.BLOCK), OPEN, params)
    return replace(
        verdict,
        measured=len(missing),
        fixes=(Fix(FixKind.OPEN_CAMPAIGN, {"campaign": campaign.id}),),
        threshold=0,
        unit="points",
        override=NOBODY if campaign.kind in PUBLIC_CHOICE else verdict.override,
    )


def open_points(campaign: Campaign, scenarios: int, oncall_hours: int) -> Iterator[Text]:
    """What is not settled yet; so many worst cases are wanted, and somebody on call for so many hours.

    Nobody may except a contest or a vote, so no number lets them get by with less than is built in.
    """
    needed = tuple(Point) if campaign.kind in PUBLIC_CHOICE else ALWAYS
    if campaign.kind in PUBLIC_CHOICE:
        scenarios, oncall_hours = max(scenarios, SCENARIOS), max(oncall_hours, ONCALL_HOURS)
    yield from (WORDS[point] for point in needed if point not in campaign.settled)
    if campaign.worst_cases < scenarios:
        yield CASES
    if not _is_on_call(campaign, timedelta(hours=oncall_hours)):
        yield ON_CALL
    if campaign.signed_at is None or campaign.signed_by_id in (None, campaign.owner_id):
        yield SIGN_OFF
    elif campaign.changed_at and campaign.changed_at > campaign.signed_at:
        yield CHANGED


def _is_on_call(campaign: Campaign, length: timedelta) -> bool:
    """Whether somebody is on call without a gap from the start on."""
    if campaign.starts_at is None:
        return False
    window = Span(campaign.starts_at, campaign.starts_at + length)
    covered = window.start
    for span in sorted(campaign.on_call, key=lambda each: each.start):
        if span.start <= covered:
            covered = max(covered, span.end)
    return covered >= window.end


RULE = Rule(
    number="R25",
    key="premortem-incomplete",
    family=Family.CAMPAIGN,
    name=Text("Premortem missing", "Vorab-Risikocheck fehlt"),
    why=Text(
        "Who calls people in gets more than was planned. Half an hour of thinking ahead costs less than a "
        "night of mockery.",
        "Wer Menschen aufruft, bekommt mehr als geplant. Eine halbe Stunde Vorausdenken kostet weniger als "
        "eine Nacht voll Spott.",
    ),
    looks_at=Text(
        "the premortem of the campaign, its on-call roster and its sign-off",
        "den Vorab-Risikocheck der Kampagne, ihre Rufbereitschaft und ihre Freigabe",
    ),
    severities=(Severity.BLOCK,),
    judge=judge,
    parameters=(
        Parameter("scenarios", SCENARIOS, "worst cases", Text("At least so many", "Mindestens so viele")),
        Parameter(
            "oncall_hours",
            ONCALL_HOURS,
            "hours",
            Text(
                "On call from the start, weekends included", "Rufbereitschaft ab Beginn, auch am Wochenende"
            ),
        ),
    ),
    override=Override(
        Role.ADMIN,
        Text(
            "Nobody for contests and votes, and no smaller number holds for them.",
            "Niemand bei Wettbewerb und Abstimmung; für sie gilt auch keine kleinere Zahl.",
        ),
    ),
    lifted_by_urgent=False,
    sources=(
        Text(
            "Pril 2011: rules changed in the middle of a vote (spiegel.de, zeit.de, horizont.net)",
            "Pril 2011: Regeln mitten in der Abstimmung geändert (spiegel.de, zeit.de, horizont.net)",
        ),
        Text(
            "Meta's rules for contests (allfacebook.de, mimikama.org)",
            "Metas Regeln für Gewinnspiele (allfacebook.de, mimikama.org)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
