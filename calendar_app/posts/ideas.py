"""Ideas: posts that stand on no day yet and have not gone out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from calendar_app.posts.models import Post, Source, Status, Variant

PAGE = 50


@dataclass(frozen=True, slots=True)
class Ideas:
    """Some ideas, the newest first; `older` is the number to go on below, None at the end."""

    posts: Sequence[Post]
    older: int | None


def ideas(session: Session, source: Source | None = None, *, below: int | None = None) -> Ideas:
    """The next ideas below a post's number, of one source if asked; three queries.

    A post all of whose variants are cancelled is given up, and a day of a cancelled variant is none.
    """
    of_post = Variant.post_id == Post.id
    is_alive = Variant.status != Status.CANCELLED
    has_day = or_(Variant.planned_at.is_not(None), Variant.published_at.is_not(None))
    query = (
        select(Post)
        .options(joinedload(Post.author), joinedload(Post.theme))
        .options(selectinload(Post.variants).joinedload(Variant.channel))
        .where(~exists().where(of_post, is_alive, has_day))
        .where(or_(~exists().where(of_post), exists().where(of_post, is_alive)))
        .order_by(Post.id.desc())
    )
    if source is not None:
        query = query.where(Post.source == source)
    if below is not None:
        query = query.where(Post.id < below)
    found = session.scalars(query.limit(PAGE + 1)).all()
    return Ideas(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)
