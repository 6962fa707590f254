"""R01: the same text on another channel."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Label, Role, Variant
from calendar_app.rules.kinship import (
    MIN_LETTERS,
    comparable,
    distance,
    is_exempt,
    is_sibling_draft,
    is_wordless,
    letters_of,
    partner_fixes,
    partner_params,
    relatives,
    say_the_same,
    share_media,
    wording,
)
from calendar_app.rules.rule import NOBODY, Family, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

SAME = Text(
    "Same text as on {channel}, {date}. Write {platform}'s own version or drop one.",
    "Derselbe Text steht auf {channel} ({date}). Für {platform} eigens formulieren oder eine Fassung "
    "streichen.",
)
SAME_BRIEF = Text(
    "The same few words stand on {channel}, {date}.",
    "Dieselben wenigen Worte stehen auf {channel} ({date}).",
)
SAME_MEDIA = Text(
    "The same few words and the same pictures stand on {channel}, {date}.",
    "Dieselben wenigen Worte und dieselben Bilder stehen auf {channel} ({date}).",
)
SAME_PICTURES = Text(
    "The same pictures without words stand on {channel}, {date}. Give {platform} words of its own or drop "
    "one.",
    "Dieselben Bilder ohne Worte stehen auf {channel} ({date}). Für {platform} eigene Worte finden oder eine "
    "Fassung streichen.",
)
SAME_DRAFT = Text(
    "So far this is also the draft for {channel}. Each place gets its own words.",
    "Bisher ist das auch der Entwurf für {channel}. Jeder Ort bekommt eigene Worte.",
)
OWN = Text("No other channel has this text.", "Kein anderer Kanal hat diesen Text.")
MANDATED = Text(
    "Labelled as prescribed wording: it may stand alike everywhere and again, so it was compared with no "
    "other text.",
    "Als vorgeschriebener Wortlaut gekennzeichnet: Er darf überall und erneut gleich stehen und wurde "
    "deshalb mit keinem anderen Text verglichen.",
)
REPOST = Text("The platform's own repost.", "Von der Plattform selbst geteilt.")
REPOST_WITH_TEXT = Text(
    "Labelled as the platform's own repost, yet with a text: it was compared with no other text. A text of "
    "one's own goes without this label.",
    "Als von der Plattform geteilt gekennzeichnet, aber mit Text: Er wurde mit keinem anderen Text "
    "verglichen. Ein eigener Text kommt ohne diese Kennzeichnung aus.",
)
EMPTY = Text("No text and no picture to compare yet.", "Noch kein Text und kein Bild zum Vergleichen.")


def judge(case: Case) -> Verdict:
    if is_exempt(case.variant):
        return _not_compared(case)
    if not wording(case.variant).strip() and not case.variant.media:
        return case.not_applicable(EMPTY)
    equals = [other for other in _near(case) if say_the_same(case.facts.phrases, case.variant, other)]
    return _finding(case, _heaviest_first(case, equals)) if equals else case.answer(Severity.PASS, OWN)


def _near(case: Case) -> Iterator[Variant]:
    """What is near enough in time; no number narrows that for two accounts on one platform."""
    tuned, built_in = case.value("window_days"), case.built_in("window_days")
    for other in comparable(case, max(tuned, built_in)):
        if distance(case.variant, other) <= timedelta(days=tuned) or _is_same_platform(case, [other]):
            yield other


def _not_compared(case: Case) -> Verdict:
    """A label that keeps a text from being compared is said to whoever approves it, never passed over."""
    if Label.MANDATED in case.variant.labels:
        return case.answer(Severity.INFO, MANDATED)
    if letters_of(case.facts.phrases, case.variant) >= case.value("min_chars"):
        return case.answer(Severity.INFO, REPOST_WITH_TEXT)
    return case.answer(Severity.PASS, REPOST)


def _heaviest_first(case: Case, others: list[Variant]) -> list[Variant]:
    """By weight, then the nearest in time."""
    return sorted(
        others,
        key=lambda other: (-_severity(case, other)[0].rank, distance(case.variant, other), str(other.id)),
    )


def _finding(case: Case, equals: list[Variant]) -> Verdict:
    nearest = equals[0]
    severity, sentence = _severity(case, nearest)
    verdict = case.answer(severity, sentence, partner_params(case, nearest))
    return replace(
        verdict,
        measured=len(equals),
        threshold=0,
        unit="variants",
        counted=tuple(each.id for each in equals),
        relatives=relatives(case, [(100, each) for each in equals]),
        fixes=partner_fixes(nearest.id),
        override=NOBODY if _is_same_platform(case, equals) else verdict.override,
    )


def _severity(case: Case, other: Variant) -> tuple[Severity, Text]:
    if is_sibling_draft(case.variant, other):
        return Severity.INFO, SAME_DRAFT
    if is_wordless(case.facts.phrases, case.variant) and is_wordless(case.facts.phrases, other):
        return Severity.BLOCK, SAME_PICTURES
    if letters_of(case.facts.phrases, case.variant) >= _enough_letters(case, other):
        return Severity.BLOCK, SAME
    return (Severity.WARN, SAME_MEDIA) if share_media(case.variant, other) else (Severity.INFO, SAME_BRIEF)


def _enough_letters(case: Case, other: Variant) -> int:
    tuned = case.value("min_chars")
    return min(tuned, case.built_in("min_chars")) if _is_same_platform(case, [other]) else tuned


def _is_same_platform(case: Case, equals: list[Variant]) -> bool:
    """Two accounts on one platform: there the platform itself forbids it."""
    channels = (case.facts.channel(other.channel_id) for other in equals)
    return any(channel and channel.platform == case.channel.platform for channel in channels)


RULE = Rule(
    number="R01",
    key="identical-cross-post",
    family=Family.ORIGINALITY,
    name=Text("Identical cross-post", "Identischer Mehrfachbeitrag"),
    why=Text(
        "Whoever follows a team in two places and reads the same words twice learns that nobody is talking "
        "to them.",
        "Wer einem Team an zwei Orten folgt und zweimal dieselben Worte liest, merkt: Hier spricht niemand "
        "mit mir.",
    ),
    looks_at=Text(
        "the text without layout, links, trailing hashtags and disguise, and the pictures, on all other "
        "channels, whatever language is given",
        "den Text ohne Layout, Links, Hashtags am Ende und Verkleidung sowie die Bilder, auf allen anderen "
        "Kanälen, gleich welche Sprache angegeben ist",
    ),
    severities=(Severity.INFO, Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("window_days", 30, "days", Text("How far back and ahead", "Wie weit zurück und voraus")),
        Parameter(
            "min_chars",
            MIN_LETTERS,
            "letters",
            Text("Shorter texts only get a hint", "Kürzere Texte bekommen nur einen Hinweis"),
        ),
    ),
    override=Override(
        Role.LEAD,
        Text(
            "Nobody for two accounts on one platform, and no milder number holds for them.",
            "Niemand bei zwei Konten auf einer Plattform; für sie gilt auch keine mildere Zahl.",
        ),
    ),
    lifted_by_urgent=False,
    sources=(
        Text(
            "docs.x.com: Developer guidelines (duplicate posts)",
            "docs.x.com: Developer guidelines (doppelte Beiträge)",
        ),
        Text("YouTube spam policy", "Spam-Richtlinie von YouTube"),
        Text(
            "Rules of the servers hachyderm.io (“say it once”) and toot.wales (the same on several accounts)",
            "Regeln der Server hachyderm.io („say it once“) und toot.wales (dasselbe auf mehreren Konten)",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
