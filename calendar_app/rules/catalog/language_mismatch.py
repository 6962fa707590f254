"""R19: a channel speaks the languages its readers came for."""

from dataclasses import replace
from datetime import date

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Role
from calendar_app.rules.kinship import wording
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, language_tag

NAMES = {
    "de": Text("German", "Deutsch"),
    "en": Text("English", "Englisch"),
    "fr": Text("French", "Französisch"),
    "it": Text("Italian", "Italienisch"),
    "es": Text("Spanish", "Spanisch"),
    "nl": Text("Dutch", "Niederländisch"),
    "pl": Text("Polish", "Polnisch"),
    "tr": Text("Turkish", "Türkisch"),
    "uk": Text("Ukrainian", "Ukrainisch"),
    "ar": Text("Arabic", "Arabisch"),
}

FOREIGN = Text(
    "{channel} speaks {langs}; this is {lang}. Move it or write a version in {langs}.",
    "{channel} läuft auf {langs}, dieser Text ist auf {lang}. Verschieben oder auf {langs} schreiben.",
)
UNTOLD = Text(
    "The language of this text is not set, and {channel} speaks {langs}. Choose it.",
    "Die Sprache des Textes ist nicht angegeben, {channel} läuft auf {langs}. Sprache wählen.",
)
FINE = Text("In a language of the channel.", "In einer Sprache des Kanals.")
BRIEF = Text("Too short to speak of a language.", "Zu kurz, um von einer Sprache zu reden.")
ANY = Text("No languages are set for {channel}.", "Für {channel} sind keine Sprachen festgelegt.")


def judge(case: Case) -> Verdict:
    spoken = tuple(dict.fromkeys(map(language_tag, case.channel.languages)))
    if not spoken:
        return case.not_applicable(ANY, {"channel": case.channel.name})
    if len(wording(case.variant).strip()) < case.value("min_chars"):
        return case.not_applicable(BRIEF)
    language = language_tag(case.variant.language or "")
    if language in spoken:
        return case.answer(Severity.PASS, FINE)
    verdict = case.answer(
        case.stopping(Severity.BLOCK) if language else Severity.WARN,
        FOREIGN if language else UNTOLD,
        {"channel": case.channel.name, "langs": _listed(spoken), "lang": _named(language)},
    )
    return replace(verdict, fixes=(Fix(FixKind.OPEN_CHANNEL, {"channel": case.channel.id}),))


def _named(code: str) -> Text:
    return NAMES.get(code, Text.name(code))


def _listed(codes: tuple[str, ...]) -> Text:
    """ "German or English", in both languages."""
    names = [_named(code) for code in codes]
    return Text(" or ".join(each.en for each in names), " oder ".join(each.de for each in names))


RULE = Rule(
    number="R19",
    key="language-mismatch",
    family=Family.MANNERS,
    name=Text("Language", "Sprache"),
    why=Text(
        "People follow a channel in a language they read; another one passes them by.",
        "Menschen folgen einem Kanal in einer Sprache, die sie lesen; eine andere geht an ihnen vorbei.",
    ),
    looks_at=Text(
        "the language of the text against those of the channel", "die Sprache des Textes gegen die des Kanals"
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "min_chars", 20, "characters", Text("Shorter texts have none", "Kürzere Texte haben keine")
        ),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=False,
    checked_on=date(2026, 11, 1),
)
