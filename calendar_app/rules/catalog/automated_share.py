"""R06: the share of posts that run without a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from calendar_app.rules.attendance import is_automated
from calendar_app.rules.case import Case, ChannelCase
from calendar_app.rules.facts import Mode, Role, Span
from calendar_app.rules.mending import attending_fixes
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.rules.shares import (
    BACKFILL_DAYS,
    MIN_POSTS,
    IsPart,
    judge_share,
    severity_of,
    widened_share,
)
from calendar_app.wording import Text

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


def judge(case: Case) -> Verdict:
    if case.channel.is_declared_bot:
        return case.not_applicable(BOT, {"channel": case.channel.name})
    verdict = judge_share(case, is_counted(case), least="min_auto", over=OVER, fine=FINE)
    if not verdict.is_finding:
        return verdict
    can_be_attended = case.variant.mode == Mode.SCHEDULED and case.is_ahead
    return replace(verdict, fixes=tuple(_fixes(case)), wants_move=can_be_attended)


def is_counted(case: ChannelCase) -> IsPart:
    """Tells the posts that run without a person."""
    return partial(is_automated, case.facts)


def severity_of_week(case: ChannelCase, week: Span) -> Severity:
    """What the rule says of a whole week; nothing where it does not apply or nothing is planned."""
    share = widened_share(case, week, is_counted(case))
    if case.channel.is_declared_bot or not share.of:
        return Severity.NOT_APPLICABLE
    return severity_of(case, share, "min_auto")


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
        MIN_POSTS,
        BACKFILL_DAYS,
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
        Text(
            "Hachyderm: automated is what no person wrote, or what repeats (a server's rules)",
            "Hachyderm: Automatisch ist, was kein Mensch geschrieben hat oder was sich wiederholt "
            "(Regeln eines Servers)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
