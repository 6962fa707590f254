"""Contests and votes: terms are kept as they were published, counts as they were made."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.campaigns.contest_models import ContestTerms, Decides, VoteRecord
from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.services import Refused, settle
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.people.services import note

_ = gettext

Count = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is said of the terms; `text` is what was published, word for word."""

    url: str = ""
    text: str = ""
    eligibility: str = ""
    period: str = ""
    decides: Decides = Decides.VOTES
    selection: str = ""
    jury: str = ""
    exclusions: str = ""
    counting: str = ""
    privacy: str = ""
    names_platform_release: bool = False
    wants_no_sharing: bool = False


def fingerprint(text: str) -> str:
    """A name for exactly this text, whatever its line ends and outer blanks; "" for none."""
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return sha256(plain.encode()).hexdigest() if plain else ""


def terms_of(session: Session, row: Campaign) -> Sequence[ContestTerms]:
    """Every version of a campaign's terms, the one that holds first."""
    query = select(ContestTerms).options(joinedload(ContestTerms.person))
    own = query.where(ContestTerms.campaign_id == row.id)
    return session.scalars(own.order_by(ContestTerms.id.desc())).all()


def keep_terms(session: Session, row: Campaign, terms: Terms, *, by: Person, now: datetime) -> bool:
    """Let these terms hold from now on; False when they do already. What was signed has to be signed anew."""
    newest = next(iter(terms_of(session, row)), None)
    wanted = asdict(terms)
    if newest is not None and all(getattr(newest, name) == value for name, value in wanted.items()):
        return False
    session.add(
        ContestTerms(
            campaign_id=row.id, fingerprint=fingerprint(terms.text), person_id=by.id, at=now, **wanted
        )
    )
    action = mark("terms changed after the start") if row.has_begun(now) else mark("terms kept")
    settle(session, row, action, by=by, now=now, text=fingerprint(terms.text)[:12])
    return True


def records_of(session: Session, row: Campaign) -> Sequence[VoteRecord]:
    """Every count and correction of a campaign, the latest first."""
    query = select(VoteRecord).options(joinedload(VoteRecord.person))
    return session.scalars(query.where(VoteRecord.campaign_id == row.id).order_by(VoteRecord.id.desc())).all()


def record(
    session: Session,
    row: Campaign,
    counts: Sequence[Count],
    *,
    said: str,
    by: Person,
    now: datetime,
    winner: str = "",
    corrects: VoteRecord | None = None,
) -> None:
    """Write down a count, a correction of one, or with `winner` the result. Raises Refused.

    The same count a second time, sent by an impatient finger, is the one that is there already.
    """
    earlier = records_of(session, row)
    if earlier and _is_same(earlier[0], counts, winner, corrects, said):
        return
    if why := _why_not(session, row, counts, winner):
        raise Refused(why)
    session.add(
        VoteRecord(
            campaign_id=row.id,
            counts=[[option, votes] for option, votes in counts],
            winner=winner,
            corrects_id=corrects.id if corrects else None,
            note=said,
            person_id=by.id,
            at=now,
        )
    )
    session.flush()
    note(session, by, _action(winner, corrects), row, now=now, text=winner or said)


def _is_same(
    last: VoteRecord, counts: Sequence[Count], winner: str, corrects: VoteRecord | None, said: str
) -> bool:
    told = [(str(option), int(votes)) for option, votes in last.counts]
    wanted = (list(counts), winner, corrects.id if corrects else None, said)
    return (told, last.winner, last.corrects_id, last.note) == wanted


def _action(winner: str, corrects: VoteRecord | None) -> str:
    if corrects is not None:
        return mark("count corrected")
    return mark("result recorded") if winner else mark("count recorded")


def _why_not(session: Session, row: Campaign, counts: Sequence[Count], winner: str) -> str:
    terms = next(iter(terms_of(session, row)), None)
    if terms is None or not terms.counting:
        return _("First the terms say how votes are counted and what happens to fraud; then is counted.")
    return why_no_winner(terms, counts, winner) if winner else ""


def why_no_winner(terms: ContestTerms, counts: Sequence[Count], winner: str) -> str:
    """Why an option cannot be the winner under the terms; "" when it can."""
    options = dict(counts)
    if winner not in options:
        return _("“%(winner)s” is none of the counted options.", winner=winner)
    most = max(options.values())
    if terms.decides == Decides.VOTES and options[winner] < most:
        leading = ", ".join(option for option, votes in counts if votes == most)
        return _(
            "By the terms most votes win: that is %(leading)s with %(most)s, not %(winner)s with %(votes)s.",
            leading=leading,
            most=most,
            winner=winner,
            votes=options[winner],
        )
    return ""
