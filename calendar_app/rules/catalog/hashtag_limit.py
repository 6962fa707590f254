"""R15: hashtags that people follow, not a row of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from calendar_app.platforms.entities import Entity
from calendar_app.rules.case import Case
from calendar_app.rules.facts import Role
from calendar_app.rules.hashtags import distinct
from calendar_app.rules.parameters import Origin
from calendar_app.rules.rule import (
    NOBODY,
    PROFILE,
    Family,
    Fix,
    FixKind,
    Override,
    Parameter,
    Rule,
    Severity,
    Verdict,
)
from calendar_app.wording import Text, Value

MANY = Text(
    "{n} {n:hashtag|hashtags}; on {platform} {max} {max:is|are} usual. Keep the ones people follow.",
    "{n} {n:Hashtag|Hashtags}, üblich auf {platform} {max:ist|sind} {max}. Nur die behalten, denen Menschen "
    "wirklich folgen.",
)
REFUSED = Text(
    "{n} {n:hashtag|hashtags}; {platform} takes {max}. Keep the ones people follow.",
    "{n} {n:Hashtag|Hashtags}, {platform} nimmt {max}. Nur die behalten, denen Menschen wirklich folgen.",
)
ONE_WORD = Text(
    "{tag} reads as one word. If it is several, begin each with a capital, as in #OpenHouseDay: screen "
    "readers then read them apart.",
    "{tag} liest sich als ein Wort. Falls es mehrere sind, jedes groß beginnen, wie in #TagDerOffenenTür: So "
    "lesen Vorleseprogramme sie getrennt.",
)
FINE = Text("{n} {n:hashtag|hashtags}.", "{n} {n:Hashtag|Hashtags}.")


def judge(case: Case) -> Verdict:
    tags = distinct(case.platform, case.variant.text)
    verdict = _too_many(case, tags) or _one_word(case, tags)
    return replace(
        verdict or case.answer(Severity.PASS, FINE, {"n": len(tags)}), measured=len(tags), unit="hashtags"
    )


def _too_many(case: Case, tags: Sequence[Entity]) -> Verdict | None:
    number, hard, soft = len(tags), case.platform.most_tags, case.value("usual")
    params: dict[str, Value] = {"n": number, "platform": case.place}
    if hard is not None and number > hard:
        verdict = case.answer(case.stopping(Severity.BLOCK), REFUSED, params | {"max": hard})
        fixes = _leaving_out(tags[hard:])
        return replace(verdict, threshold=hard, origin=Origin.PROFILE, override=NOBODY, fixes=fixes)
    is_unknown = case.platform.usual_tags is None and not soft
    if is_unknown or number <= soft:
        return None
    verdict = case.answer(Severity.WARN, MANY, params | {"max": soft})
    return replace(verdict, threshold=soft, fixes=_leaving_out(tags[soft:]))


def _leaving_out(surplus: Sequence[Entity]) -> tuple[Fix, ...]:
    """The last ones; which of them people follow nobody but the author knows, so they are named."""
    return (Fix(FixKind.LEAVE_OUT_TAGS, {"tags": tuple(each.written for each in surplus)}),)


def _one_word(case: Case, tags: Sequence[Entity]) -> Verdict | None:
    """The first long tag in lower case of which nobody has said that it is a single word."""
    for tag in tags:
        letters = sum(each.isalpha() for each in tag.name)
        is_known = tag.key in case.facts.single_words
        if letters >= case.value("long_letters") and tag.name == tag.name.lower() and not is_known:
            verdict = case.answer(Severity.INFO, ONE_WORD, {"tag": tag.written})
            return replace(verdict, fixes=(Fix(FixKind.KEEP_AS_ONE_WORD, {"tag": tag.written}),))
    return None


RULE = Rule(
    number="R15",
    key="hashtag-limit",
    family=Family.MANNERS,
    name=Text("Hashtags", "Hashtags"),
    why=Text(
        "A hashtag is an address where people look. A row of them is noise that platforms and readers skip.",
        "Ein Hashtag ist ein Ort, an dem Menschen nachsehen. Eine Reihe davon wird überlesen.",
    ),
    looks_at=Text(
        "the distinct hashtags of the text, as the platform recognises them",
        "die verschiedenen Hashtags im Text, wie die Plattform sie erkennt",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter(
            "usual",
            0,
            "hashtags",
            Text("Warns above so many", "Warnt über so vielen"),
            source=PROFILE,
            of_platform=lambda profile: profile.usual_tags or 0,
        ),
        Parameter(
            "long_letters",
            12,
            "letters",
            Text(
                "In lower case from here on it may be several words",
                "In Kleinbuchstaben ab hier vielleicht mehrere Wörter",
            ),
        ),
    ),
    override=Override(
        Role.AUTHOR, Text("Only above what is usual.", "Nur über dem Üblichen."), from_warnings=True
    ),
    lifted_by_urgent=False,
    sources=(
        Text("Instagram @creators, 19 December 2025: five hashtags", "Instagram @creators, 19.12.2025: fünf"),
        Text(
            "Accessibility guides: capitals within hashtags (htw-berlin.de)",
            "Leitfäden zur Barrierefreiheit: Großbuchstaben in Hashtags (htw-berlin.de)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
