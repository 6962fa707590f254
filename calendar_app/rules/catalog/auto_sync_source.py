"""R05: a channel is no mirror of another one."""

from dataclasses import replace
from datetime import date, timedelta

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Mode, Role
from calendar_app.rules.rule import NOBODY, Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

MIRRORED = Text(
    "This copies {source} by machine. Switch the mirror off and write here, or close this channel.",
    "Diese Fassung spiegelt {source} automatisch. Spiegelung abschalten und hier selbst schreiben oder den "
    "Kanal schließen.",
)
CROSSPOSTER = Text(
    "An outside crossposter runs on {channel}. Switch it off and write here, or close this channel.",
    "Auf {channel} läuft ein Crossposter von außen. Abschalten und hier selbst schreiben oder den Kanal "
    "schließen.",
)
OWN = Text("Not mirrored from another channel.", "Nicht von einem anderen Kanal gespiegelt.")
ELSEWHERE = Text("another channel", "einen anderen Kanal")


def judge(case: Case) -> Verdict:
    if _is_mirrored(case):
        verdict = case.answer(case.stopping(Severity.BLOCK), MIRRORED, {"source": _source(case)})
        fixes = (Fix(FixKind.SWITCH_MIRROR_OFF), Fix(FixKind.START_OWN_TEXT))
        return replace(verdict, override=NOBODY, fixes=fixes)
    since = case.channel.outside_mirror_since
    if since is None:
        return case.answer(Severity.PASS, OWN)
    days = (case.local(case.facts.now).date() - since).days
    grace = case.value("crossposter_grace_days")
    return replace(
        case.answer(Severity.WARN, CROSSPOSTER, {"channel": case.channel.name}),
        measured=days,
        threshold=grace,
        unit="days",
        override=replace(case.rule.override, lasts=timedelta(days=grace)) if days < grace else NOBODY,
        fixes=(Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id}),),
    )


def _is_mirrored(case: Case) -> bool:
    source = case.variant.source_channel_id
    is_own_feed = case.variant.mode == Mode.FEED and source is not None and source != case.channel.id
    return case.variant.mode == Mode.SYNC or is_own_feed


def _source(case: Case) -> Text:
    source = case.variant.source_channel_id
    channel = case.facts.channel(source) if source is not None else None
    return Text.name(channel.name) if channel else ELSEWHERE


RULE = Rule(
    number="R05",
    key="auto-sync-source",
    family=Family.AUTOMATION,
    name=Text("Mirrored from another channel", "Automatisch gespiegelt"),
    why=Text(
        "A mirror speaks every place's language with one accent, and answers come where nobody reads them.",
        "Ein Spiegel redet überall mit demselben Akzent, und die Antworten landen, wo sie niemand liest.",
    ),
    looks_at=Text(
        "the way a variant goes out, the source of its feed, and crossposters outside of Parley",
        "die Art der Veröffentlichung, die Quelle des Feeds und Crossposter außerhalb von Parley",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "crossposter_grace_days",
            14,
            "days",
            Text(
                "An exception from an outside crossposter is possible for",
                "Eine Ausnahme für einen Crossposter ist möglich für",
            ),
        ),
    ),
    override=Override(
        Role.ADMIN,
        Text(
            "Never for a mirror, only for an outside tool during a move.",
            "Nie für Spiegelungen, nur für einen Crossposter während eines Umzugs.",
        ),
        from_warnings=True,
    ),
    lifted_by_urgent=False,
    sources=(
        Text(
            "Mastodon's founder on crossposters, 2018 (github.com/renatolond/mastodon-twitter-poster)",
            "Mastodons Gründer über Crossposter, 2018 (github.com/renatolond/mastodon-twitter-poster)",
        ),
        Text(
            "toot.wales: unmonitored crossposters are limited (a server's rules)",
            "toot.wales: unbeaufsichtigte Crossposter werden eingeschränkt (Regeln eines Servers)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
