"""R06: the share of posts that run without a person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from calendar_app.rules.attendance import is_automated
from calendar_app.rules.case import UNDATED, Case, ChannelCase
from calendar_app.rules.facts import ItemId, Mode, Role, Span
from calendar_app.rules.mending import attending_fixes
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.weeks import days_back, week_of
from calendar_app.wording import Text, Value

OVER = Text(
    "{a} of {n} {n:post|posts} on {channel} {a:runs|run} without a person. Post some live or book dialog "
    "time right after.",
    "{a} von {n} {n:Beitrag|Beiträgen} auf {channel} {a:läuft|laufen} ohne Mensch. Einige selbst "
    "veröffentlichen oder direkt danach Dialogzeit einplanen.",
)
FINE = Text(
    "{a} of {n} {n:post|posts} on {channel} {a:runs|run} without a person.",
    "{a} von {n} {n:Beitrag|Beiträgen} auf {channel} {a:läuft|laufen} ohne Mensch.",
)
BOT = Text(
    "{channel} is declared a bot and names who runs it.",
    "{channel} ist als Bot gekennzeichnet und nennt, wer ihn betreibt.",
)


@dataclass(frozen=True, slots=True)
class Share:
    """Posts in a window and the automated among them; `outside` counts a declared outside tool's posts."""

    window: Span
    posts: tuple[ItemId, ...]
    automated: tuple[ItemId, ...]
    outside: int = 0

    @property
    def of(self) -> int:
        return len(self.posts) + self.outside

    @property
    def count(self) -> int:
        return len(self.automated) + self.outside

    def exceeds(self, percent: int) -> bool:
        """Strictly more than the percentage, compared as whole numbers."""
        return self.count * 100 > percent * self.of

    @property
    def percent(self) -> int:
        """Rounded down; 0 without posts."""
        return self.count * 100 // self.of if self.of else 0


def judge(case: Case) -> Verdict:
    if case.variant.effective_at is None:
        return case.not_applicable(UNDATED)
    if case.channel.is_declared_bot:
        return case.not_applicable(BOT, {"channel": case.channel.name})
    share = widened_share(case, week_of(case.variant.effective_at, case.channel.zone))
    severity = severity_of(case, share) if is_automated(case.facts, case.variant) else Severity.PASS
    params: dict[str, Value] = {"a": share.count, "n": share.of, "channel": case.channel.name}
    return replace(
        case.answer(severity, OVER if severity.is_finding else FINE, params),
        measured=share.percent,
        threshold=case.value("block" if share.exceeds(case.value("block")) else "warn"),
        unit="%",
        window=share.window,
        counted=share.automated,
        fixes=tuple(_fixes(case)) if severity.is_finding else (),
    )


def severity_of(case: ChannelCase, share: Share) -> Severity:
    """What a share means for a post that adds to it: few posts soften a block, a single one to a hint."""
    if not share.exceeds(case.value("warn")):
        return Severity.PASS
    if share.count < case.value("min_auto"):
        return Severity.INFO
    is_enough = share.of >= case.value("min_posts")
    return Severity.BLOCK if is_enough and share.exceeds(case.value("block")) else Severity.WARN


def widened_share(case: ChannelCase, week: Span) -> Share:
    """The week's share; too few posts let the window grow back day by day, to four weeks at most."""
    window = week
    for days in range(8, case.value("backfill_days") + 1):
        if len(case.counted(window)) + _outside(case, window) >= case.value("min_posts"):
            break
        window = Span(days_back(week.end, days, case.channel.zone), week.end)
    return share_in(case, window)


def severity_of_week(case: ChannelCase, week: Span) -> Severity:
    """What the rule says of a whole week; nothing where it does not apply or nothing is planned."""
    share = widened_share(case, week)
    if case.channel.is_declared_bot or not share.of:
        return Severity.NOT_APPLICABLE
    return severity_of(case, share)


def share_in(case: ChannelCase, window: Span) -> Share:
    """The automated posts among a channel's counting set in a window."""
    posts = case.counted(window)
    return Share(
        window,
        posts=tuple(post.id for post in posts),
        automated=tuple(post.id for post in posts if is_automated(case.facts, post)),
        outside=_outside(case, window),
    )


def _outside(case: ChannelCase, window: Span) -> int:
    """Posts that a declared outside tool is expected to publish in a window, in whole posts."""
    days = round(window.length / timedelta(days=1))  # a week with a clock change still has seven
    return case.channel.outside_posts_per_week * days // 7


def _fixes(case: Case) -> Iterator[Fix]:
    if case.variant.mode != Mode.SYNC:
        yield Fix(FixKind.GO_LIVE)
    if case.variant.mode == Mode.SCHEDULED:
        yield from attending_fixes(case)


RULE = Rule(
    number="R06",
    key="automated-share",
    family=Family.AUTOMATION,
    name=Text("Automated share per week", "Automatisierungsanteil pro Woche"),
    why=Text(
        "Scheduling helps to a degree. A channel on which machines mainly post is read as one that nobody "
        "watches.",
        "Einplanen hilft bis zu einem Grad. Wo überwiegend Maschinen veröffentlichen, erwartet niemand mehr "
        "ein Gespräch.",
    ),
    looks_at=Text(
        "all posts of a channel in the week: feed, recycled and mirrored ones, and scheduled ones that "
        "nobody attends",
        "alle Beiträge eines Kanals in der Woche: aus Feed, Archiv und Spiegelung sowie eingeplante ohne "
        "Betreuung",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("warn", 30, "%", Text("Warns above this share", "Warnt über diesem Anteil")),
        Parameter(
            "block",
            50,
            "%",
            Text("Blocks above this share", "Sperrt über diesem Anteil"),
            source=Text(
                "Mastodon's bot mark means accounts that mainly act automatically (docs.joinmastodon.org)",
                "Mit dem Bot-Zeichen meint Mastodon Konten, die vor allem automatisch handeln "
                "(docs.joinmastodon.org)",
            ),
        ),
        Parameter(
            "min_auto",
            2,
            "posts",
            Text(
                "Fewer automated posts only get a hint",
                "Weniger automatisierte Beiträge bekommen nur einen Hinweis",
            ),
        ),
        Parameter(
            "min_posts",
            4,
            "posts",
            Text("With fewer posts earlier days count too", "Bei weniger Beiträgen zählen frühere Tage mit"),
        ),
        Parameter("backfill_days", 28, "days", Text("The longest window", "Das längste Fenster")),
    ),
    override=Override(
        Role.LEAD,
        Text(
            "For that week only; for a second week in a row an admin.",
            "Nur für diese Woche; in der zweiten Woche in Folge die Administration.",
        ),
        in_a_row=Role.ADMIN,
    ),
    lifted_by_urgent=True,
    sources=(
        Text(
            "docs.joinmastodon.org: Setting up your profile (bot mark)",
            "docs.joinmastodon.org: Setting up your profile (Bot-Zeichen)",
        ),
        Text.name("docs.x.com: Developer guidelines"),
    ),
)
