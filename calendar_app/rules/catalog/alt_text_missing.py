"""R18: pictures are described for those who do not see them."""

import re
from dataclasses import replace
from datetime import date

from calendar_app.rules.case import Case
from calendar_app.rules.facts import Picture, Role
from calendar_app.rules.rule import Family, Fix, FixKind, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

MISSING = Text(
    "{n} {n:image lacks|images lack} a description. Say what matters in the picture.",
    "{n} {n:Bild|Bildern} fehlt die Beschreibung. Kurz sagen, was auf dem Bild wichtig ist.",
)
UNCAPTIONED = Text(
    "{n} {n:video lacks|videos lack} captions. Add them, or say in the text what is heard.",
    "{n} {n:Video|Videos} {n:fehlt|fehlen} Untertitel. Ergänzen oder im Text sagen, was zu hören ist.",
)
DESCRIBED = Text("Every image is described.", "Jedes Bild ist beschrieben.")
NO_PICTURES = Text("There are no images.", "Es gibt keine Bilder.")

EXPECTED_ON = frozenset({"mastodon"})
_FILE_NAME = re.compile(r"^\S+\.(?:jpe?g|png|gif|webp|heic|mp4|mov)$", re.IGNORECASE)
_EMPTY = frozenset({"bild", "image", "foto", "photo", "picture", "grafik", "video"})


def judge(case: Case) -> Verdict:
    pictures = case.variant.pictures
    if not pictures:
        return case.not_applicable(NO_PICTURES)
    silent = sum(each.is_video and not each.has_captions for each in pictures)
    missing = sum(not each.is_video and not _is_described(case, each) for each in pictures)
    if missing:
        return _finding(case, MISSING, missing)
    if silent:
        return _finding(case, UNCAPTIONED, silent)
    return case.answer(Severity.PASS, DESCRIBED)


def _is_described(case: Case, picture: Picture) -> bool:
    alt = " ".join(picture.alt.split())
    says_nothing = _FILE_NAME.match(alt) or alt.casefold() in _EMPTY or len(alt) < case.value("min_chars")
    return picture.is_decorative or not says_nothing


def _finding(case: Case, sentence: Text, number: int) -> Verdict:
    is_owed = case.facts.is_public_body or case.platform.key in EXPECTED_ON
    verdict = case.answer(
        case.stopping(Severity.BLOCK) if is_owed else Severity.WARN, sentence, {"n": number}
    )
    fixes = (Fix(FixKind.DESCRIBE),)  # what matters in a picture no button knows: it leads to the field
    return replace(verdict, measured=number, threshold=0, unit="images", fixes=fixes)


RULE = Rule(
    number="R18",
    key="alt-text-missing",
    family=Family.MANNERS,
    name=Text("Image description", "Bildbeschreibung"),
    why=Text(
        "Who does not see a picture hears its description, or nothing at all.",
        "Wer ein Bild nicht sieht, hört seine Beschreibung, oder gar nichts.",
    ),
    looks_at=Text(
        "the descriptions of images and the captions of videos",
        "die Beschreibungen der Bilder und die Untertitel der Videos",
    ),
    severities=(Severity.WARN, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("min_chars", 15, "characters", Text("Shorter ones say nothing", "Kürzere sagen nichts")),
    ),
    override=Override(Role.LEAD),
    lifted_by_urgent=False,
    sources=(
        Text(
            "github.com/mastodon/documentation: Posting (describe media)",
            "github.com/mastodon/documentation: Posting",
        ),
        Text(
            "Accessibility guides (htw-berlin.de); public bodies in Germany are bound by law (BITV)",
            "Leitfäden zur Barrierefreiheit (htw-berlin.de); öffentliche Stellen bindet die BITV",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
