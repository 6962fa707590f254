"""What a report says about itself: what was not judged, or only guessed, and why."""

from collections.abc import Iterator

from calendar_app.exchange.checking import Report
from calendar_app.rules.catalog import dialog_time_reserved
from calendar_app.rules.catalog import unattended_publication as unattended
from calendar_app.wording import Text

MOST_NAMES = 8

_NO_POSTS = Text("The plan has no rows.", "Der Plan hat keine Zeilen.")
_SILENT = Text(
    "The plan does not say who answers: R08 is left out, and R06 counts feeds and repeats only.",
    "Der Plan sagt nicht, wer antwortet: R08 entfällt, und R06 zählt nur Feeds und Wiederholungen.",
)
_NO_DIALOG = Text(
    "No dialog time stands in the plan: R10 is left out, the summary tells how much is needed.",
    "Im Plan steht keine Dialogzeit: R10 entfällt, die Zusammenfassung nennt den Bedarf.",
)
_UNKNOWN = Text(
    "Parley has no profile for {names}: checked by the rules that hold everywhere, without a length.",
    "Für {names} kennt Parley kein Profil: geprüft wird, was überall gilt, ohne Länge.",
)
_MODES = Text(
    "Not understood as a way to publish: {names}. Such posts count as scheduled.",
    "Nicht als Art der Veröffentlichung verstanden: {names}. Solche Beiträge zählen als geplant.",
)
_UNTIMED = Text(
    "{n} {n:post names|posts name} no time: the day counts, rules about hours do not judge there.",
    "{n} {n:Beitrag nennt|Beiträge nennen} keine Uhrzeit: Es zählt der Tag, Regeln über "
    "Stunden prüfen dort nicht.",
)
_UNDATED = Text(
    "{n} {n:post has|posts have} no date: only the texts are judged there.",
    "{n} {n:Beitrag hat|Beiträge haben} keinen Termin: Dort werden nur die Texte geprüft.",
)
_NOT_JUDGED = Text(
    "The plan says too little for {names}: not judged, which is no pass.",
    "Für {names} sagt der Plan zu wenig: nicht geprüft, also auch nicht bestanden.",
)
_MORE = Text("{n} more", "{n} weitere")


def notes(report: Report, language: str) -> Iterator[str]:
    """Sentences about what was left out or taken for granted."""
    plan = report.plan
    undated = sum(variant.at is None for variant in plan.variants)
    if not plan.variants and not plan.slots and not plan.remarks:
        yield _NO_POSTS.plain(language)
        return
    if unattended.RULE.key in report.left_out:
        yield _SILENT.plain(language)
    if dialog_time_reserved.RULE.key in report.left_out:
        yield _NO_DIALOG.plain(language)
    if report.not_judged:
        yield _NOT_JUDGED.fill(language, {"names": report.not_judged})
    if plan.untimed:
        yield _UNTIMED.fill(language, {"n": len(plan.untimed)})
    if undated:
        yield _UNDATED.fill(language, {"n": undated})
    if plan.unknown_platforms:
        yield _UNKNOWN.fill(language, {"names": named(plan.unknown_platforms, language)})
    if plan.unknown_modes:
        yield _MODES.fill(language, {"names": named(plan.unknown_modes, language)})


def named(names: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Names for a sentence: the first eight, and how many more there are."""
    rest = len(names) - MOST_NAMES
    return names if rest < 2 else (*names[:MOST_NAMES], _MORE.fill(language, {"n": rest}))


def percent(part: int, whole: int) -> int:
    """A share in whole percent; 0 of nothing."""
    return round(part * 100 / whole) if whole else 0
