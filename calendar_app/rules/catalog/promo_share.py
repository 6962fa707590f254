"""R23: how much of what a channel says is advertising."""

from dataclasses import replace
from datetime import date

from calendar_app.platforms.platform import Platform
from calendar_app.rules.case import UNDATED, Case
from calendar_app.rules.facts import Label, Role, Span, Variant
from calendar_app.rules.rule import Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.shares import Share
from calendar_app.rules.weeks import days_back, week_of
from calendar_app.wording import Text, Value

ONE_WAY = frozenset({Label.PROMO, Label.PRESS, Label.FILLER})

OVER = Text(
    "{p} of {n} {n:post|posts} on {channel} {p:advertises|advertise}. Next: a question, an insight, or "
    "someone else's good work.",
    "{p} von {n} {n:Beitrag|Beiträgen} auf {channel} {p:wirbt|werben}. Als Nächstes: eine Frage, ein "
    "Einblick oder gute Arbeit von anderen.",
)
FINE = Text(
    "{p} of {n} {n:post|posts} on {channel} {p:advertises|advertise}.",
    "{p} von {n} {n:Beitrag|Beiträgen} auf {channel} {p:wirbt|werben}.",
)
FEW = Text(
    "Only {n} {n:post|posts} on {channel} in {d} {d:day|days}: too few for a share.",
    "Nur {n} {n:Beitrag|Beiträge} auf {channel} in {d} {d:Tag|Tagen}: zu wenig für einen Anteil.",
)
UNLABELLED = Text(
    "No post on {channel} carries a label, so nobody can tell which ones advertise.",
    "Kein Beitrag auf {channel} trägt ein Etikett: Welche werben, lässt sich nicht sagen.",
)


def judge(case: Case) -> Verdict:
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    window = window_of(case, case.value("days"))
    posts = case.counted(window)
    if len(posts) < case.value("min_posts"):
        few: dict[str, Value] = {"n": len(posts), "channel": case.channel.name, "d": case.value("days")}
        return case.not_applicable(FEW, few)
    if not case.facts.counts_unlabelled and not any(each.labels for each in posts):
        return case.not_applicable(UNLABELLED, {"channel": case.channel.name})
    one_way = tuple(each.id for each in posts if _is_one_way(case, each))
    share = Share(window, tuple(each.id for each in posts), one_way)
    severity = _severity(case, share)
    params: dict[str, Value] = {"p": share.count, "n": share.of, "channel": case.channel.name}
    return replace(
        case.answer(severity, OVER if severity.is_finding else FINE, params),
        measured=share.percent,
        exactly=share.exactly,
        threshold=case.value("block" if share.exceeds(case.value("block")) else "warn"),
        unit="%",
        window=window,
        counted=share.part,
    )


def window_of(case: Case, days: int) -> Span:
    """So many local days to the end of the variant's week, what is planned in it included."""
    week = week_of(case.variant.effective_at or case.facts.now, case.channel.zone)
    return Span(days_back(week.end, days, case.channel.zone), week.end)


def _is_one_way(case: Case, variant: Variant) -> bool:
    return bool(variant.labels & ONE_WAY) or (case.facts.counts_unlabelled and not variant.labels)


def _severity(case: Case, share: Share) -> Severity:
    """Only a further one-way post is objected to: whoever asks a question is on the way out."""
    if not _is_one_way(case, case.variant) or not share.exceeds(case.value("warn")):
        return Severity.PASS
    return case.stopping(Severity.BLOCK) if share.exceeds(case.value("block")) else Severity.WARN


def _accepted(profile: Platform) -> int:
    return 20 if profile.own_share is None else profile.own_share


RULE = Rule(
    number="R23",
    key="promo-share",
    family=Family.MIX,
    name=Text("Advertising share", "Werbeanteil"),
    why=Text(
        "People stay where they are told, shown and asked something. They leave where they are only sold to.",
        "Menschen bleiben, wo sie etwas erfahren, sehen, gefragt werden. Wo nur geworben wird, gehen sie.",
    ),
    looks_at=Text(
        "the labels promotion, press release and filler among a channel's posts",
        "die Etiketten Werbung, Pressemitteilung und Füllstoff unter den Beiträgen eines Kanals",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "warn",
            20,
            "%",
            Text("Warns above this share", "Warnt über diesem Anteil"),
            source=Text(
                "Ratios such as 80/20 and 5-3-2 (practice); Reddit's old rule of one in ten",
                "Verhältnisse wie 80/20 und 5-3-2 (Praxis); Reddits alte Regel eins zu zehn",
            ),
            of_platform=_accepted,
        ),
        Parameter("block", 34, "%", Text("Blocks above this share", "Sperrt über diesem Anteil")),
        Parameter("days", 28, "days", Text("How far back", "Wie weit zurück")),
        Parameter(
            "min_posts",
            5,
            "posts",
            Text("With fewer posts there is nothing to judge", "Bei weniger Beiträgen wird nicht geprüft"),
        ),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Sprout 2015/16: 46% stop following because of too much promotion",
            "Sprout 2015/16: 46 % entfolgen wegen zu viel Werbung",
        ),
        Text.name("reddit.com: r/modnews, December 2014"),
    ),
    checked_on=date(2026, 11, 1),
)
