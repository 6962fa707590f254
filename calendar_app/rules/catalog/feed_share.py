"""R07: the share of posts that come from a feed or from the archive."""

from dataclasses import replace
from datetime import date

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Mode, Role, Variant
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.shares import BACKFILL_DAYS, MIN_POSTS, judge_share
from calendar_app.wording import Text

OVER = Text(
    "{a} of {n} {n:post|posts} on {channel} {a:comes|come} from a feed or the archive. Turn one into a post "
    "of your own with a question.",
    "{a} von {n} {n:Beitrag|Beiträgen} auf {channel} {a:kommt|kommen} aus Feed oder Archiv. Einen davon "
    "selbst schreiben, mit Frage an die Lesenden.",
)
FINE = Text(
    "{a} of {n} {n:post|posts} on {channel} {a:comes|come} from a feed or the archive.",
    "{a} von {n} {n:Beitrag|Beiträgen} auf {channel} {a:kommt|kommen} aus Feed oder Archiv.",
)


def judge(case: Case) -> Verdict:
    verdict = judge_share(case, is_secondhand, least="min_count", over=OVER, fine=FINE)
    return replace(verdict, fixes=(Fix(FixKind.GO_LIVE),)) if verdict.is_finding else verdict


def is_secondhand(variant: Variant) -> bool:
    return variant.mode in (Mode.FEED, Mode.RECYCLED)


RULE = Rule(
    number="R07",
    key="feed-share",
    family=Family.AUTOMATION,
    name=Text("Feed and recycled share", "Anteil Feed und Wiederverwertung"),
    why=Text(
        "A feed tells what stands elsewhere, the archive what was said before. Neither asks anybody.",
        "Ein Feed meldet, was anderswo steht, das Archiv, was schon gesagt ist. Beide fragen niemanden.",
    ),
    looks_at=Text(
        "all posts of a channel in the week: those from a feed and those that are used again",
        "alle Beiträge eines Kanals in der Woche: die aus einem Feed und die wiederverwerteten",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("warn", 20, "%", Text("Warns above this share", "Warnt über diesem Anteil")),
        Parameter("block", 40, "%", Text("Blocks above this share", "Sperrt über diesem Anteil")),
        Parameter(
            "min_count",
            2,
            "posts",
            Text("Fewer of them only get a hint", "Weniger davon bekommen nur einen Hinweis"),
        ),
        MIN_POSTS,
        BACKFILL_DAYS,
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "Hachyderm: at most 5 automated posts a day, “say it once” (a server's rules)",
            "Hachyderm: höchstens 5 automatische Beiträge am Tag, „einmal sagen“ (Regeln eines Servers)",
        ),
        Text(
            "EdgeRank Checker 2011: posts from RSS tools did worst; later readings doubt the reason",
            "EdgeRank Checker 2011: Beiträge aus RSS-Werkzeugen liefen am schlechtesten; spätere Deutungen "
            "bezweifeln den Grund",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
