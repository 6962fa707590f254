"""R02: almost the same text on another channel."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Role, Variant
from calendar_app.rules.kinship import (
    MIN_LETTERS,
    are_other_languages,
    comparable,
    distance,
    is_exempt,
    is_sibling_draft,
    letters_of,
    partner_fixes,
    partner_params,
    percent_alike,
    relatives,
    say_the_same,
)
from calendar_app.rules.rule import Bound, Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

LIKE = Text(
    "{score}% like {channel}, {date}. Say it the way {platform} talks: another opening, another question.",
    "Zu {score} % wie auf {channel} ({date}). So sagen, wie auf {platform} gesprochen wird: anderer "
    "Einstieg, andere Frage.",
)
LIKE_ABROAD = Text(
    "{score}% like {channel}, {date}, though the languages given differ. Check the language, or write it "
    "anew.",
    "Zu {score} % wie auf {channel} ({date}), obwohl verschiedene Sprachen angegeben sind. Sprache prüfen "
    "oder neu formulieren.",
)
LIKE_DRAFT = Text(
    "So far {score}% like the draft for {channel}. Each place gets its own words.",
    "Bisher zu {score} % wie der Entwurf für {channel}. Jeder Ort bekommt eigene Worte.",
)
OWN = Text("Said in its own words.", "Mit eigenen Worten gesagt.")
EXEMPT = Text(
    "Prescribed wording or a repost is not compared.", "Vorgeschriebenes und Geteiltes wird nicht verglichen."
)
SHORT = Text("Too short to compare.", "Zu kurz zum Vergleichen.")


def judge(case: Case) -> Verdict:
    if is_exempt(case.variant):
        return case.answer(Severity.PASS, EXEMPT)
    if letters_of(case.facts.phrases, case.variant) < case.value("min_chars"):
        return case.not_applicable(SHORT)
    found = [(percent, other) for percent, other in _alike(case) if percent >= _least(case, other)]
    return _finding(case, _heaviest_first(case, found)) if found else case.answer(Severity.PASS, OWN)


def _alike(case: Case) -> Iterator[tuple[int, Variant]]:
    """Variants of other channels with their score in percent; equal ones are another rule's."""
    for other in comparable(case, case.value("window_days")):
        is_long_enough = letters_of(case.facts.phrases, other) >= case.value("min_chars")
        if is_long_enough and not say_the_same(case.facts.phrases, case.variant, other):
            yield percent_alike(case.facts.phrases, case.variant, other), other


def _least(case: Case, other: Variant) -> int:
    """A translation shares names and figures; as much as a copy shares, no translation does."""
    return case.value("block" if are_other_languages(case.variant, other) else "warn")


def _heaviest_first(case: Case, found: list[tuple[int, Variant]]) -> list[tuple[int, Variant]]:
    """By weight, then the highest score, then the nearest in time."""
    return sorted(
        found,
        key=lambda each: (
            -_severity(case, *each)[0].rank,
            -each[0],
            distance(case.variant, each[1]),
            str(each[1].id),
        ),
    )


def _finding(case: Case, found: list[tuple[int, Variant]]) -> Verdict:
    percent, nearest = found[0]
    severity, sentence = _severity(case, percent, nearest)
    return replace(
        case.answer(severity, sentence, partner_params(case, nearest) | {"score": percent}),
        measured=percent,
        threshold=case.value("block" if percent >= case.value("block") else "warn"),
        bound=Bound.FROM,
        unit="%",
        counted=tuple(each.id for _, each in found),
        relatives=relatives(case, found),
        fixes=(*partner_fixes(nearest.id), *((Fix(FixKind.LEAVE_OUT_SERIES),) if sentence is LIKE else ())),
    )


def _severity(case: Case, percent: int, other: Variant) -> tuple[Severity, Text]:
    if is_sibling_draft(case.variant, other):
        return Severity.INFO, LIKE_DRAFT
    if are_other_languages(case.variant, other):
        return Severity.WARN, LIKE_ABROAD
    return (Severity.BLOCK if percent >= case.value("block") else Severity.WARN), LIKE


MEASURED = Text(
    "Own measurement on about 3,200 labelled pairs of texts",
    "Eigene Messung an rund 3.200 beurteilten Textpaaren",
)

RULE = Rule(
    number="R02",
    key="near-identical-cross-post",
    family=Family.ORIGINALITY,
    name=Text("Near-identical cross-post", "Fast gleicher Mehrfachbeitrag"),
    why=Text(
        "A few changed words do not make a text that belongs to the place. Telling it anew does.",
        "Ein paar getauschte Wörter machen keinen Text, der zum Ort passt. Neu erzählen schon.",
    ),
    looks_at=Text(
        "how much of the shorter text stands in the longer one, on all other channels",
        "wie viel des kürzeren Textes im längeren steht, auf allen anderen Kanälen",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "block",
            70,
            "%",
            Text("Blocks from this likeness on", "Sperrt ab dieser Ähnlichkeit"),
            source=MEASURED,
        ),
        Parameter(
            "warn",
            55,
            "%",
            Text("Warns from this likeness on", "Warnt ab dieser Ähnlichkeit"),
            source=MEASURED,
        ),
        Parameter("window_days", 30, "days", Text("How far back and ahead", "Wie weit zurück und voraus")),
        Parameter(
            "min_chars",
            MIN_LETTERS,
            "letters",
            Text("Shorter texts are not compared", "Kürzere Texte werden nicht verglichen"),
        ),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=True,
    sources=(
        Text(
            "docs.x.com: Developer guidelines (similar posts)",
            "docs.x.com: Developer guidelines (ähnliche Beiträge)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
