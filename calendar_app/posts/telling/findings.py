"""Findings ready for a page: in the reader's language, with the other post, both texts, and what mends it."""

from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import current_language, gettext, ngettext
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.posts import services
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.exceptions import why_no_exception
from calendar_app.posts.fixes import MENDABLE, answerer
from calendar_app.posts.judging import Judgement
from calendar_app.posts.models import Variant
from calendar_app.posts.series import series_words
from calendar_app.posts.telling import passages
from calendar_app.posts.telling.grounds import Grounds, Teller
from calendar_app.posts.telling.words import rule_name
from calendar_app.rulebook.models import Override
from calendar_app.rules import kinship
from calendar_app.rules.boilerplate import leave_out
from calendar_app.rules.rule import Fix, FixKind, Severity, Verdict

_ = gettext

_TONES = {Severity.NOT_APPLICABLE: "na", Severity.PASS: "ok"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A mending action: a link to where a person does it, or without one a button that does it.

    `surplus` are the letters at the end of the text that are too many, about: platforms count otherwise.
    """

    kind: str
    label: str
    icon: str
    url: str | None = None
    surplus: int | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """The other variant of a finding, and both texts cut at what they share."""

    variant: Variant
    score: int
    here: list[passages.Piece]
    there: list[passages.Piece]

    @property
    def left_out(self) -> str:
        """What of both texts was not compared, in the words of the texts."""
        phrases = {
            " ".join(piece.text.split()): None for piece in (*self.here, *self.there) if piece.is_left_out
        }
        return " · ".join(phrases)


@dataclass(frozen=True, slots=True)
class Near:
    """One more variant that is alike, and where both texts stand side by side."""

    variant: Variant
    score: int
    url: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as a page shows it."""

    verdict: Verdict
    tone: str
    title: str
    text: str
    grounds: Grounds
    touched: Touched | None
    others: tuple[Near, ...]
    series: tuple[str, ...]  # what other posts say as this one does, though they tell something else
    offers: tuple[Offer, ...]
    exception: Override | None
    why_no_exception: str  # "" when the reader may make one


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom findings are told, of which variant, as it would be with which content."""

    session: Session
    person: Person
    variant: Variant
    content: Content
    today: date


def findings(reader: Reader, judgement: Judgement) -> list[Finding]:
    """The findings of a judgement: what blocks, then what copies another text, then the rest by weight."""
    grounds = Teller(reader.session, judgement, reader.variant.channel.zone)
    found = (_finding(reader, judgement, verdict, grounds.of(verdict)) for verdict in _in_order(judgement))
    return _without_repeats(list(found))


def _in_order(judgement: Judgement) -> list[Verdict]:
    """A copy in a draft is only a hint as yet, and will block whichever is handed in second."""
    return sorted(judgement.findings, key=lambda each: (not each.blocks, each.relative is None))


def _without_repeats(found: list[Finding]) -> list[Finding]:
    """What a heavier finding offers, a lighter one need not offer again; a block always shows its way out."""
    kept, offered = [], set[str]()
    for each in found:
        new = tuple(offer for offer in each.offers if offer.label not in offered)
        kept.append(each if each.verdict.blocks else replace(each, offers=new))
        offered |= {offer.label for offer in each.offers}
    return kept


def verdict_words(judgement: Judgement) -> str:
    """The outcome in one breath: "2 blocks, 1 warning, 1 hint"."""
    blocks, warnings = len(judgement.blocks), len(judgement.warnings)
    hints = sum(verdict.severity is Severity.INFO for verdict in judgement.findings)
    said = []
    if blocks:
        said.append(ngettext("%(n)s block", "%(n)s blocks", blocks))
    if warnings:
        said.append(ngettext("%(n)s warning", "%(n)s warnings", warnings))
    if hints:
        said.append(ngettext("%(n)s hint", "%(n)s hints", hints))
    return ", ".join(said) or _nothing_found(judgement)


def _nothing_found(judgement: Judgement) -> str:
    return _("Nothing found so far") if judgement.not_judged else _("Nothing stands in the way")


def tone(severity: Severity) -> str:
    """The tone a severity has on the page: info, warn, block, na or ok."""
    return _TONES.get(severity, severity.value)


def _finding(reader: Reader, judgement: Judgement, verdict: Verdict, grounds: Grounds) -> Finding:
    touched = _touched(reader, judgement, verdict)
    series = series_words(judgement, verdict)
    offers = [_offer(reader, fix, touched) for fix in verdict.fixes if _helps(reader, fix, series)]
    if verdict.wants_move:  # while somebody types, no time has been looked for yet
        offers.append(Offer(FixKind.MOVE_TO, _("Find a time that fits"), _ICONS[FixKind.MOVE_TO]))
    exception = judgement.exception_from(verdict)
    return Finding(
        verdict=verdict,
        tone="info" if exception else tone(verdict.severity),  # it stops nothing any more
        title=rule_name(verdict.rule),
        text=verdict.message(current_language()),
        grounds=grounds,
        touched=touched,
        others=_others(reader, verdict),
        series=series,
        offers=tuple(offer for offer in offers if offer is not None),
        exception=exception,
        why_no_exception=_why_no_exception(reader, judgement, verdict),
    )


def _helps(reader: Reader, fix: Fix, series: tuple[str, ...]) -> bool:
    """What holds for all of a team is offered to who may decide it, and a series only where there is one."""
    match fix.kind:
        case FixKind.LEAVE_OUT_SERIES:
            return bool(series) and may(reader.person, Action.RULES)
        case FixKind.KEEP_AS_ONE_WORD:
            return may(reader.person, Action.RULES)
    return True


def _touched(reader: Reader, judgement: Judgement, verdict: Verdict) -> Touched | None:
    """None when the rule touches no other variant, or one that the reader may not see."""
    relative = verdict.relative
    other = services.variant(reader.session, int(relative.variant_id)) if relative else None
    if relative is None or other is None:
        return None
    mine, theirs = reader.content.compared, content_of(other).compared
    return Touched(
        variant=other,
        score=relative.score,
        here=passages.here(mine, relative.passages, _left_out(judgement, mine, reader.variant)),
        there=passages.there(theirs, relative.passages, _left_out(judgement, theirs, other)),
    )


def _left_out(judgement: Judgement, text: str, variant: Variant) -> tuple[passages.Range, ...]:
    return leave_out(text, kinship.phrases_on(judgement.plan.phrases, variant.channel_id))


def _others(reader: Reader, verdict: Verdict) -> tuple[Near, ...]:
    """The next ones after the nearest, as far as the reader may see them."""
    known = services.variants_by_id(reader.session, [int(each.variant_id) for each in verdict.relatives[1:]])
    return tuple(
        Near(known[int(each.variant_id)], each.score, _beside(reader.variant.id, int(each.variant_id)))
        for each in verdict.relatives[1:]
        if each.variant_id in known
    )


def _beside(variant_id: int, other_id: int) -> str:
    return url_for("posts.beside", variant_id=variant_id, other_id=other_id)


def _why_no_exception(reader: Reader, judgement: Judgement, verdict: Verdict) -> str:
    if not verdict.is_exceptable:
        return ""
    return why_no_exception(reader.session, reader.variant, judgement, verdict, reader.person)


_ICONS = {
    FixKind.OPEN_SIDE_BY_SIDE: "copy",
    FixKind.START_OWN_TEXT: "pencil-square",
    FixKind.BOOK_SLOT: "calendar-plus",
    FixKind.NAME_ANSWER_PERSON: "person-check",
    FixKind.GO_LIVE: "hand-index-thumb",
    FixKind.SWITCH_MIRROR_OFF: "hand-index-thumb",
    FixKind.MARK_RECYCLED: "arrow-repeat",
    FixKind.LEAVE_OUT_SERIES: "scissors",
    FixKind.LEAVE_OUT_TAGS: "scissors",
    FixKind.KEEP_AS_ONE_WORD: "check-lg",
    FixKind.DESCRIBE: "image",
    FixKind.OPEN_INBOUND: "reply",
    FixKind.SHORTEN_BY: "pencil",
    FixKind.MOVE_TO: "calendar-check",
    FixKind.OPEN_CHANNEL: "arrow-up-right",
    FixKind.OPEN_CAMPAIGN: "flag",
}


def _offer(reader: Reader, fix: Fix, touched: Touched | None) -> Offer | None:
    label = fix.label(current_language())
    if fix.kind is FixKind.NAME_ANSWER_PERSON:
        named = answerer(reader.session, reader.variant, reader.person, reader.today)
        if named is None:
            return None
        label = _("%(name)s answers", name=named.name)
    url = _place(reader, fix, touched)
    if url is None and fix.kind not in MENDABLE:
        return None
    surplus = fix.params.get("over") if fix.kind is FixKind.SHORTEN_BY else None
    return Offer(fix.kind.value, label, _ICONS[fix.kind], url, surplus if isinstance(surplus, int) else None)


_ON_THE_PAGE = {FixKind.SHORTEN_BY: "#text", FixKind.DESCRIBE: "#pictures"}


def _place(reader: Reader, fix: Fix, touched: Touched | None) -> str | None:
    if fix.kind in _ON_THE_PAGE:
        return _ON_THE_PAGE[fix.kind]
    match fix.kind:
        case FixKind.OPEN_INBOUND if may(reader.person, Action.LOG):
            return url_for("engagement.inbound")
        case FixKind.OPEN_SIDE_BY_SIDE if touched is not None:
            return _beside(reader.variant.id, touched.variant.id)
        case FixKind.OPEN_CHANNEL:
            return url_for("channels.show", channel_id=fix.params["channel"])
        case FixKind.OPEN_CAMPAIGN if may(reader.person, Action.PREPARE):
            return url_for("campaigns.show", campaign_id=fix.params["campaign"])
        case _:
            return None
