"""R17: each place has habits of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calendar_app.platforms.entities import Entity, Kind
from calendar_app.rules.case import Case
from calendar_app.rules.conversation import bait_in
from calendar_app.rules.facts import Role
from calendar_app.rules.rule import Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text, Value

BORROWED = Text(
    "“{phrase}” belongs to {other}. Use {platform}'s own way.",
    "„{phrase}“ gehört zu {other}. So sagen, wie es auf {platform} üblich ist.",
)
BAIT = Text(
    "“{phrase}” asks for a click, not for an answer. Ask what you want to know.",
    "„{phrase}“ verlangt einen Klick, keine Antwort. Fragen, was wirklich interessiert.",
)
DEAD_LINK = Text(
    "Links in the text cannot be clicked on {platform}. Say where people find the page.",
    "Links im Text lassen sich auf {platform} nicht anklicken. Sagen, wo die Seite zu finden ist.",
)
SHORTENED = Text(
    "“{phrase}” hides where it leads. {platform} counts every link alike: write the whole one.",
    "„{phrase}“ verbirgt das Ziel. {platform} zählt jeden Link gleich: den ganzen schreiben.",
)
MANY_LINKS = Text(
    "{n} {n:link|links}; more than {max} leave nothing to talk about. Keep the one that matters.",
    "{n} {n:Link|Links}; mehr als {max} lassen nichts zu reden übrig. Nur den wichtigsten behalten.",
)
BARE_LINK = Text(
    "A link with {n} {n:word|words}. Say why it is worth a look.",
    "Ein Link mit {n} {n:Wort|Wörtern}. Sagen, warum er einen Blick wert ist.",
)
FINE = Text("No borrowed habits found.", "Keine fremden Gepflogenheiten gefunden.")

HABIT_OF_PICTURES = frozenset({"instagram", "tiktok"})
NO_CLICKABLE_LINKS = frozenset({"instagram"})
NO_SHORTENERS = frozenset({"mastodon"})

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_WORD = re.compile(r"\w\w+")
_SHORTENER = re.compile(
    r"\b(?:bit\.ly|t\.co|tinyurl\.com|ow\.ly|buff\.ly|goo\.gl|is\.gd|lnkd\.in|dlvr\.it)/\S+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Habit:
    """Words that are at home on some platforms, by their keys, and strange elsewhere."""

    words: re.Pattern[str]
    home: frozenset[str]
    other: Text


_PICTURES = Text("Instagram and TikTok", "Instagram und TikTok")
HABITS = (
    Habit(
        re.compile(r"\b(?:link|url) (?:in|is in) (?:der |the |our |unserer )?bio\b", re.IGNORECASE),
        HABIT_OF_PICTURES,
        _PICTURES,
    ),
    Habit(re.compile(r"\bbio-link\b", re.IGNORECASE), HABIT_OF_PICTURES, _PICTURES),
    Habit(
        re.compile(r"\bswipe (?:up|left)\b|\bwisch\w* nach (?:oben|links)\b", re.I),
        HABIT_OF_PICTURES,
        _PICTURES,
    ),
    Habit(
        re.compile(r"(?:^|\s)RT\b(?= ?@|:)|\b[Rr]e-?[Tt]weet\w*|\bplease RT\b|\b[Bb]itte RT\b"),
        frozenset({"x"}),
        Text.name("X"),
    ),
    Habit(
        re.compile(r"(?<![\w.])@[\w-]+@[\w-]+(?:\.[\w-]+)+"), frozenset({"mastodon"}), Text.name("Mastodon")
    ),
    Habit(re.compile(r"(?<![\w/])/?u/[\w-]{3,20}\b"), frozenset({"reddit"}), Text.name("Reddit")),
)
"""The list of November 2026, German and English."""


def judge(case: Case) -> Verdict:
    found = next(_findings(case), None)
    if found is None:
        return case.answer(Severity.PASS, FINE)
    sentence, params = found
    verdict = case.answer(Severity.WARN, sentence, params | {"platform": case.place})
    return replace(verdict, measured=sum(1 for _ in _findings(case)), threshold=0, unit="phrases")


def _findings(case: Case) -> Iterator[tuple[Text, dict[str, Value]]]:
    text = f"{case.variant.title}\n{case.variant.text}"
    yield from _borrowed(case, text)
    if bait := bait_in(text):
        yield BAIT, {"phrase": bait}
    yield from _links(case)


def _borrowed(case: Case, text: str) -> Iterator[tuple[Text, dict[str, Value]]]:
    if case.platform.is_general:
        return
    for habit in HABITS:
        if case.platform.key not in habit.home and (words := habit.words.search(text)):
            yield BORROWED, {"phrase": words[0].strip(), "other": habit.other}


def _links(case: Case) -> Iterator[tuple[Text, dict[str, Value]]]:
    text, most = case.variant.text, case.value("max_links")
    if case.platform.key in NO_CLICKABLE_LINKS and _LINK.search(text):
        yield DEAD_LINK, {}
    if case.platform.key in NO_SHORTENERS and (short := _SHORTENER.search(text)):
        yield SHORTENED, {"phrase": short[0]}
    links = [each for each in case.platform.entities(text) if each.kind is Kind.LINK]
    if len(links) > most:
        yield MANY_LINKS, {"n": len(links), "max": most}
    words = len(_WORD.findall(_LINK.sub(" ", _beside(text, links))))
    if links and words < case.value("min_words_with_link"):
        yield BARE_LINK, {"n": words}


def _beside(text: str, links: Sequence[Entity]) -> str:
    """What of a text is none of its links."""
    edges = [0, *(edge for link in links for edge in (link.start, link.end)), len(text)]
    return " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


RULE = Rule(
    number="R17",
    key="foreign-conventions",
    family=Family.MANNERS,
    name=Text("Borrowed habits", "Fremde Gepflogenheiten"),
    why=Text(
        "“Link in bio” on LinkedIn tells everybody that the text was written for somewhere else.",
        "„Link in Bio“ auf LinkedIn verrät allen, dass der Text für anderswo geschrieben wurde.",
    ),
    looks_at=Text(
        "words, handles and links that belong to other platforms, and baits",
        "Wörter, Kontonamen und Links, die zu anderen Plattformen gehören, und Köder",
    ),
    severities=(Severity.WARN,),
    judge=judge,
    parameters=(
        Parameter("max_links", 2, "links", Text("At most in one post", "Höchstens in einem Beitrag")),
        Parameter(
            "min_words_with_link",
            5,
            "words",
            Text("At least beside a link", "Mindestens neben einem Link"),
        ),
    ),
    override=Override(Role.AUTHOR, from_warnings=True),
    lifted_by_urgent=False,
    sources=(
        Text(
            "Meta on engagement bait, December 2017 (lexology.com, inc.com)",
            "Meta über Interaktionsköder, Dezember 2017 (lexology.com, inc.com)",
        ),
        Text(
            "github.com/mastodon/documentation: Posting (link shorteners are discouraged)",
            "github.com/mastodon/documentation: Posting (von Kurzlinks wird abgeraten)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
