"""The vocabulary of judgement: what a rule is, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from calendar_app.platforms.platform import Platform
from calendar_app.rules.facts import ItemId, Role, Span, Strictness
from calendar_app.wording import Text, Value

if TYPE_CHECKING:  # a rule judges a case, and a case carries its rule
    from calendar_app.rules.case import Case
    from calendar_app.rules.parameters import Origin


class Severity(StrEnum):
    """How much a verdict weighs. NOT_APPLICABLE means too little to judge and is never shown as a pass."""

    NOT_APPLICABLE = "n/a"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    INFO = "info"
    WARN = "warn"  # submitting needs a tick
    BLOCK = "block"  # the step is refused

    @property
    def rank(self) -> int:
        """Grows with weight; pass and n/a weigh nothing."""
        return {"info": 1, "warn": 2, "block": 3}.get(self.value, 0)

    @property
    def is_finding(self) -> bool:
        return self.rank > 0


class Family(StrEnum):
    """Chapters of the rulebook."""

    ORIGINALITY = "originality"
    AUTOMATION = "automation"
    ENGAGEMENT = "engagement"
    MANNERS = "manners"
    CADENCE = "cadence"
    MIX = "mix"
    CAMPAIGN = "campaign"
    CHANNEL = "channel"
    PEOPLE = "people"


class FixKind(StrEnum):
    """What a button beside a finding can do; the comment names its parameters."""

    OPEN_SIDE_BY_SIDE = "open_side_by_side"  # variant: id of the other one
    START_OWN_TEXT = "start_own_text"
    BOOK_SLOT = "book_slot"  # channel: id, start: local datetime, minutes; until, if it must not be later
    NAME_ANSWER_PERSON = "name_answer_person"
    GO_LIVE = "go_live"
    SWITCH_MIRROR_OFF = "switch_mirror_off"
    MARK_RECYCLED = "mark_recycled"
    LEAVE_OUT_SERIES = "leave_out_series"
    LEAVE_OUT_TAGS = "leave_out_tags"  # tags: as they are written
    KEEP_AS_ONE_WORD = "keep_as_one_word"  # tag: as it is written
    DESCRIBE = "describe"
    OPEN_INBOUND = "open_inbound"
    SHORTEN_BY = "shorten_by"  # over: how many too many, in the platform's unit
    MOVE_TO = "move_to"  # at: local datetime
    OPEN_CHANNEL = "open_channel"  # channel: id
    OPEN_CAMPAIGN = "open_campaign"  # campaign: id


_FIX_WORDS: Mapping[FixKind, Text] = {
    FixKind.OPEN_SIDE_BY_SIDE: Text("Open both texts side by side", "Beide Texte nebeneinander öffnen"),
    FixKind.START_OWN_TEXT: Text("Write this one anew", "Diese Fassung neu schreiben"),
    FixKind.BOOK_SLOT: Text(
        "Book {minutes} {minutes:minute|minutes} from {start:moment}",
        "{minutes} {minutes:Minute|Minuten} ab {start:moment} buchen",
    ),
    FixKind.NAME_ANSWER_PERSON: Text("Name who answers", "Antwort-Zuständigkeit festlegen"),
    FixKind.MARK_RECYCLED: Text("Mark as recycled", "Als wiederverwertet kennzeichnen"),
    FixKind.SWITCH_MIRROR_OFF: Text("Switch the mirror off", "Spiegelung abschalten"),
    FixKind.GO_LIVE: Text("Publish it by hand", "Von Hand veröffentlichen"),
    FixKind.LEAVE_OUT_SERIES: Text(
        "Leave out what the series says each time", "Außen vor lassen, was die Reihe jedes Mal sagt"
    ),
    FixKind.LEAVE_OUT_TAGS: Text("Leave out {tags}", "{tags} weglassen"),
    FixKind.KEEP_AS_ONE_WORD: Text("{tag} is one word", "{tag} ist ein Wort"),
    FixKind.OPEN_INBOUND: Text("To the people who wait", "Zu den Wartenden"),
    FixKind.DESCRIBE: Text("To the pictures", "Zu den Bildern"),
    FixKind.SHORTEN_BY: Text("Shorten by {over}", "Um {over} kürzen"),
    FixKind.MOVE_TO: Text("Move to {at:moment}", "Auf {at:moment} verschieben"),
    FixKind.OPEN_CHANNEL: Text("Open the channel", "Kanal öffnen"),
    FixKind.OPEN_CAMPAIGN: Text("Open the campaign", "Kampagne öffnen"),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """An offer to mend a finding. Datetimes are aware and in the channel's zone."""

    kind: FixKind
    params: Mapping[str, Value] = field(default_factory=dict)

    def label(self, language: str) -> str:
        return _FIX_WORDS[self.kind].fill(language, self.params)


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two texts, as half-open ranges of positions in both originals."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Relative:
    """A variant that a finding touches. `score` is in percent; `passages` are known of the nearest only."""

    variant_id: ItemId
    channel_id: ItemId
    score: int
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """Who may let a blocked variant pass, with a reason; no role means nobody.

    Two weeks in a row on one channel are a habit and no exception: where `in_a_row` names a role, it takes
    that one from the second week on. After `lasts` an exception is over; None: as long as nothing changes.
    With `from_warnings` a warning can be let pass too, and not a block alone; `off_hours` means only while
    nobody is at work.
    """

    role: Role | None = None
    note: Text | None = None
    in_a_row: Role | None = None
    lasts: timedelta | None = None
    from_warnings: bool = False
    off_hours: bool = False


NOBODY = Override()


JUDGEMENT = Text("Parley's own judgement", "Eigenes Urteil von Parley")
PROFILE = Text("The platform's profile", "Das Profil der Plattform")


_USUAL: Mapping[str, tuple[int, int]] = {
    "%": (0, 100),
    "days": (1, 30),
    "minutes": (0, 1440),
    "letters": (0, 1000),
    "posts": (0, 100),
    "channels": (2, 50),
    "times": (1, 10),
    "o'clock": (0, 23),
    "": (0, 1),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number a team may tune. `of_platform` reads the default from a platform's profile.

    `between` are the smallest and the largest value it may have, where they are not what is usual for the
    unit. No window may be larger than the facts of one check reach.
    """

    name: str
    default: int
    unit: str
    meaning: Text
    source: Text = JUDGEMENT
    of_platform: Callable[[Platform], int] | None = None
    between: tuple[int, int] | None = None

    @property
    def bounds(self) -> tuple[int, int]:
        return self.between or _USUAL.get(self.unit, (0, 1000))


class Counted(StrEnum):
    """What the ids behind a measure name."""

    VARIANTS = "variants"
    SLOTS = "slots"  # by `Slot.key`
    INBOUND = "inbound"
    PEOPLE = "people"


class Bound(StrEnum):
    """From which side a threshold is meant."""

    MOST = "most"  # more than it is a finding
    LEAST = "least"  # less than it is one
    FROM = "from"  # as much as it is one already


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one variant.

    `measured` and `threshold` are in `unit`; where the measure was rounded, `exactly` is what it was before.
    `bound` says how the threshold is meant; one that is none of the rule's own numbers names its `origin`.
    `counted` are the ids behind the measure, of what `counts` says; `params` fill the sentence, its datetimes
    in the channel's zone. `relatives` are the variants it touches, the one that the sentence names first,
    then the next ones. With `wants_move` another time might help; which one breaks nothing takes many checks
    to find (`moves.with_moves`), so it is looked for only when asked.
    """

    rule: str
    number: str
    severity: Severity
    sentence: Text
    params: Mapping[str, Value] = field(default_factory=dict)
    measured: int | None = None
    exactly: Fraction | None = None
    threshold: int | None = None
    bound: Bound = Bound.MOST
    origin: "Origin | None" = None
    unit: str = ""
    window: Span | None = None
    counted: tuple[ItemId, ...] = ()
    counts: Counted = Counted.VARIANTS
    relatives: tuple[Relative, ...] = ()
    fixes: tuple[Fix, ...] = ()
    wants_move: bool = False
    override: Override = NOBODY

    @property
    def is_finding(self) -> bool:
        return self.severity.is_finding

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK

    @property
    def is_exceptable(self) -> bool:
        """Whether it is of the kind that an exception is made from; by whom, `override` says."""
        return self.blocks or (self.severity is Severity.WARN and self.override.from_warnings)

    @property
    def wants_reason(self) -> bool:
        """A warning whose reader answers for it in their own words: having read it is not enough."""
        return self.severity is Severity.WARN and self.is_exceptable and self.override.role is Role.AUTHOR

    @property
    def relative(self) -> Relative | None:
        """The variant that the sentence names, if there is one."""
        return self.relatives[0] if self.relatives else None

    def message(self, language: str) -> str:
        """One or two sentences for an editor, in "en" or "de"."""
        return self.sentence.fill(language, self.params)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rulebook, as its file in the catalogue describes it.

    `number` is its place in the rulebook (R01), `key` its name in files, addresses and settings. `judge`
    answers for one case. `checked_on` dates sources and thresholds; titles of pages stay as they are
    printed there.
    """

    number: str
    key: str
    family: Family
    name: Text
    why: Text
    looks_at: Text
    severities: tuple[Severity, ...]
    judge: Callable[["Case"], Verdict]
    checked_on: date
    parameters: tuple[Parameter, ...] = ()
    override: Override = NOBODY
    lifted_by_urgent: bool = False
    sources: tuple[Text, ...] = ()

    @property
    def strictest(self) -> Strictness:
        """How far it goes where nobody decided otherwise."""
        return Strictness.BLOCK if Severity.BLOCK in self.severities else Strictness.ADVISE

    @property
    def is_fixed(self) -> bool:
        """Whether nobody may soften it: what nobody may except from, nobody may switch off either."""
        return self.strictest is Strictness.BLOCK and self.override.role is None


def worst(verdicts: tuple[Verdict, ...]) -> Severity:
    """The heaviest severity; a pass when nothing was found."""
    return max((verdict.severity for verdict in verdicts), key=lambda each: each.rank, default=Severity.PASS)
