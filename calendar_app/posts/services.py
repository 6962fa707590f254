"""Reading the plan's posts. Writing stands in `writing`, the steps from draft to published in `review`."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.people.models import JournalEntry
from calendar_app.posts.models import Post, Status, Variant


def variants_between(
    session: Session,
    start: datetime,
    end: datetime,
    *,
    channel_ids: Collection[int] | None = None,
    statuses: Collection[Status] | None = None,
) -> list[Variant]:
    """The variants planned in [start, end), both aware, by time; post, channel and persons loaded along."""
    query = _loaded().where(Variant.planned_at >= start, Variant.planned_at < end)
    if channel_ids is not None:
        query = query.where(Variant.channel_id.in_(channel_ids))
    if statuses is not None:
        query = query.where(Variant.status.in_(statuses))
    return list(session.scalars(query.order_by(Variant.planned_at, Variant.id)))


def drafts(session: Session, *, channel_ids: Collection[int] | None = None, most: int = 100) -> list[Variant]:
    """Variants that are still being written, the last touched first; with and without a time."""
    query = _loaded().where(Variant.status == Status.DRAFT)
    if channel_ids is not None:
        query = query.where(Variant.channel_id.in_(channel_ids))
    return list(session.scalars(query.order_by(Variant.updated_at.desc(), Variant.id.desc()).limit(most)))


def variant(session: Session, variant_id: int) -> Variant | None:
    """One variant with post, channel and persons; None when this workspace has no such."""
    return session.scalar(_loaded().where(Variant.id == variant_id))


def variants_by_id(session: Session, ids: Collection[int]) -> dict[int, Variant]:
    """Those of the variants that this session may see."""
    if not ids:
        return {}
    return {each.id: each for each in session.scalars(_loaded().where(Variant.id.in_(ids)))}


def post(session: Session, post_id: int) -> Post | None:
    return session.get(Post, post_id)


def variants_of(session: Session, post: Post) -> list[Variant]:
    """The variants of a post in the order they were begun, with their channels."""
    query = _loaded().where(Variant.post_id == post.id)
    return list(session.scalars(query.order_by(Variant.id)))


def journal_of(session: Session, subject: Post | Variant) -> list[JournalEntry]:
    """What happened to a post or variant, the newest first."""
    kind = type(subject).__name__.lower()
    return list(
        session.scalars(
            select(JournalEntry)
            .where(JournalEntry.subject == kind, JournalEntry.subject_id == subject.id)
            .options(joinedload(JournalEntry.person))
            .order_by(JournalEntry.id.desc())
        )
    )


def _loaded() -> Select[Variant]:
    return select(Variant).options(
        joinedload(Variant.post),
        joinedload(Variant.channel),
        joinedload(Variant.answer_person),
        joinedload(Variant.author),
    )
