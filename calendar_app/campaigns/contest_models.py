"""Terms of a contest and the record of a vote. Rows are only ever added: nobody counts in secret."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, String, Text, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from calendar_app.campaigns.models import Campaign
from calendar_app.foundation.db import Base, Scoped
from calendar_app.people.models import Person


class Decides(StrEnum):
    """By what a winner is found."""

    VOTES = "votes"
    DRAW = "draw"
    JURY = "jury"


class ContestTerms(Scoped, Base):
    """Under which terms people take part, as they were published; the newest row is what holds.

    `fingerprint` names exactly the published text: whoever has the page can see whether it is still the same.
    """

    __tablename__ = "contest_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(2048), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    period: Mapped[str] = mapped_column(Text, default="")
    decides: Mapped[Decides]
    selection: Mapped[str] = mapped_column(Text, default="")
    jury: Mapped[str] = mapped_column(Text, default="")
    exclusions: Mapped[str] = mapped_column(Text, default="")
    counting: Mapped[str] = mapped_column(Text, default="")
    privacy: Mapped[str] = mapped_column(Text, default="")
    names_platform_release: Mapped[bool] = mapped_column(default=False)
    wants_no_sharing: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()


class VoteRecord(Scoped, Base):
    """A count as somebody made it, or what was found wrong with an earlier one.

    `counts` are [option, votes] pairs in the order in which they were written; `winner` stands in a result
    only. Neither a row nor a number in it is ever changed: a correction is another row.
    """

    __tablename__ = "vote_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    counts: Mapped[list[list[Any]]] = mapped_column(JSON)
    winner: Mapped[str] = mapped_column(String(200), default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("vote_record.id", ondelete="CASCADE"))
    # Who counted and how; of a correction, what was wrong, in words that may be published.
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    campaign: Mapped[Campaign] = relationship()
    person: Mapped[Person | None] = relationship()


class AppendOnlyError(RuntimeError):
    """Somebody tried to change what was written down for good."""


def _refuse(mapper: Mapper[Any], connection: Connection, row: ContestTerms | VoteRecord) -> None:
    raise AppendOnlyError(f"a {type(row).__name__} is never changed: add another one")


for kind in (ContestTerms, VoteRecord):
    for moment in ("before_update", "before_delete"):
        event.listen(kind, moment, _refuse)
