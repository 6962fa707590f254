"""R14: the length as the platform counts it, and signs it does not take."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from calendar_app.platforms.counting import UNIT_WORDS, Unit
from calendar_app.platforms.platform import PART_WORDS, Limit, Part
from calendar_app.rules.case import Case
from calendar_app.rules.parameters import Origin
from calendar_app.rules.rule import NOBODY, PROFILE, Family, Fix, FixKind, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text

OVER = Text(
    "{part}: {len} of {max} {unit} as {platform} counts. Cut {over}.",
    "{part}: {len} von {max} {unit} nach Zählweise von {platform}. Um {over} kürzen.",
)
NEAR = Text(
    "{part}: {len} of {max} {unit} as {platform} counts. {left} left.",
    "{part}: {len} von {max} {unit} nach Zählweise von {platform}. Noch {left} frei.",
)
FITS = Text("{part}: {len} of {max} {unit}.", "{part}: {len} von {max} {unit}.")
REFUSED = Text(
    "{platform} takes no {signs} in title or text. Write it another way.",
    "{platform} nimmt in Titel und Text kein {signs} an. Anders schreiben.",
)
UNKNOWN = Text(
    "No length limit is known for {platform}.",
    "Für {platform} ist keine Längengrenze bekannt.",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A part's length beside its limit."""

    limit: Limit
    length: int

    @property
    def over(self) -> int:
        return self.length - self.limit.most

    @property
    def fill(self) -> float:
        return self.length / self.limit.most if self.limit.most else float(self.length > 0)


def judge(case: Case) -> Verdict:
    if refused := _refused_signs(case):
        return case.answer(Severity.BLOCK, REFUSED, {"platform": case.place, "signs": Text.name(refused)})
    measures = [*_measures(case)]
    if not measures:
        return case.not_applicable(UNKNOWN, {"platform": case.place})
    fullest = max(measures, key=lambda each: each.fill)
    severity, sentence = _severity(case, fullest)
    verdict = case.answer(
        severity,
        sentence,
        {
            "part": PART_WORDS[fullest.limit.part],
            "len": fullest.length,
            "max": fullest.limit.most,
            "unit": UNIT_WORDS[fullest.limit.unit],
            "platform": case.place,
            "over": fullest.over,
            "left": -fullest.over,
        },
    )
    return replace(
        verdict,
        measured=fullest.length,
        threshold=fullest.limit.most,
        origin=Origin.PROFILE if fullest.limit in case.platform.limits else Origin.CHANNEL,
        unit=fullest.limit.unit,
        fixes=_fixes(fullest),
    )


def _fixes(measure: Measure) -> tuple[Fix, ...]:
    """A way to cut the words; a picture's description has a field of its own."""
    if measure.over <= 0:
        return ()
    is_of_picture = measure.limit.part is Part.ALT_TEXT
    return (Fix(FixKind.DESCRIBE) if is_of_picture else Fix(FixKind.SHORTEN_BY, {"over": measure.over}),)


def _refused_signs(case: Case) -> str:
    written = case.variant.title + case.variant.text
    return " ".join(sign for sign in case.platform.refused_signs if sign in written)


def _severity(case: Case, measure: Measure) -> tuple[Severity, Text]:
    if measure.over > 0:
        return Severity.BLOCK, OVER
    if measure.length * 100 >= case.value("info_at") * measure.limit.most:
        return Severity.INFO, NEAR
    return Severity.PASS, FITS


def _measures(case: Case) -> Iterator[Measure]:
    alts = [picture.alt for picture in case.variant.pictures if picture.alt]
    for limit in _limits(case):
        length = limit.measure(case.variant.title, case.variant.text, alts)
        if length is not None:
            yield Measure(limit, length)


def _limits(case: Case) -> Iterator[Limit]:
    """The platform's limits; the channel's own replaces the first of the main text."""
    own, main = case.channel.text_limit, case.platform.text_limit
    for limit in case.platform.limits:
        yield replace(limit, most=own) if own and limit is main else limit
    if own and main is None:
        yield Limit(Part.TEXT, own, Unit.CODE_POINTS, is_unit_documented=False)


RULE = Rule(
    number="R14",
    key="platform-length",
    family=Family.MANNERS,
    name=Text("Length", "Länge"),
    why=Text(
        "Each platform counts in its own way: links, emoji and signs weigh differently. Too long is refused "
        "or cut off.",
        "Jede Plattform zählt anders: Links, Emojis und Zeichen wiegen verschieden. Zu Langes wird "
        "abgelehnt oder abgeschnitten.",
    ),
    looks_at=Text(
        "title, text and image descriptions as the platform counts them, and signs it does not take",
        "Titel, Text und Bildbeschreibungen, wie die Plattform sie zählt, und Zeichen, die sie nicht annimmt",
    ),
    severities=(Severity.INFO, Severity.BLOCK),
    judge=judge,
    parameters=(
        Parameter("info_at", 95, "%", Text("Mentions the length from here on", "Erwähnt die Länge ab hier")),
    ),
    override=replace(
        NOBODY, note=Text("The channel's own limit can be changed.", "Die Grenze am Kanal lässt sich ändern.")
    ),
    lifted_by_urgent=False,
    sources=(PROFILE,),
    checked_on=date(2026, 11, 1),
)
