"""Looking through a workspace's newest posts for words that stand in very many of them.

The cost is bounded, however large the archive: so many variants, the beginning of each text. It is done in
the background, once a day at most, when the plan has changed since.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Workspace
from calendar_app.posts.models import Variant
from calendar_app.rulebook.boilerplate import keep_suggestions
from calendar_app.rulebook.models import SuggestionSearch
from calendar_app.rules.boilerplate import OftenSaid, often_said
from calendar_app.rules.facts import COUNTED_STATUSES
from calendar_app.rules.originality import wording

MOST_VARIANTS = 2_000
MOST_CHARACTERS = 2_000  # of one text: imprint lines of longer ones are found in shorter ones

LEAST_POSTS = 5
LEAST_SHARE = 20  # one post in twenty

PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """The newest posts, each with the texts of its variants, and what the plan was when they were read."""

    posts: Sequence[Sequence[str]]
    plan_revision: int


def due(session: Session, now: datetime) -> list[int]:
    """Workspaces whose plan has changed since they were looked through, a day ago or longer."""
    searched = SuggestionSearch.searched_at
    is_behind = SuggestionSearch.plan_revision != Workspace.plan_revision
    with everywhere(session):
        return list(
            session.scalars(
                select(Workspace.id)
                .outerjoin(SuggestionSearch, SuggestionSearch.workspace_id == Workspace.id)
                .where(or_(searched.is_(None), is_behind & (searched <= now - PAUSE)))
                .order_by(searched, Workspace.id)
            )
        )


def sample(session: Session) -> Sample:
    """What is looked through: the newest variants that count."""
    rows = session.execute(
        select(Variant.post_id, Variant.title, Variant.text)
        .where(Variant.status.in_(COUNTED_STATUSES))
        .order_by(Variant.id.desc())
        .limit(MOST_VARIANTS)
    )
    posts: defaultdict[int, list[str]] = defaultdict(list)
    for post_id, title, text in rows:
        posts[post_id].append(wording(title, text)[:MOST_CHARACTERS])
    return Sample([*posts.values()], session.get_one(Workspace, session.info["scope"]).plan_revision)


def find(looked_through: Sample) -> tuple[OftenSaid, ...]:
    """What stands in one of twenty posts, and in five at least. Takes a second or two for a full sample."""
    least = max(LEAST_POSTS, -(-len(looked_through.posts) // LEAST_SHARE))
    return often_said(looked_through.posts, least)


def keep(session: Session, looked_through: Sample, found: Sequence[OftenSaid], *, now: datetime) -> None:
    keep_suggestions(
        session, found, len(looked_through.posts), plan_revision=looked_through.plan_revision, now=now
    )
