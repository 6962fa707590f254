"""Which themes there are, what belongs to them, and keeping them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed, take_turns
from calendar_app.posts.models import Post, Variant
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.themes.quarters import Quarter


class NameTakenError(ValueError):
    """Another theme of the quarter is called so."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """A theme as it was typed; `benefit` is what people get from it."""

    name: str
    quarter: Quarter
    benefit: str = ""


def themes_of(session: Session, quarter: Quarter) -> Sequence[Theme]:
    return _by_quarter(session, [quarter])


def offered(
    session: Session, days: Iterable[date], *, today: date, chosen_id: int | None = None
) -> Sequence[Theme]:
    """What can be chosen for something on these days, by quarter and name.

    The themes of the days' quarters, of the present quarter and the next one; and the one that is chosen.
    """
    present = Quarter.of(today)
    return _by_quarter(session, {present, present.shifted(1), *map(Quarter.of, days)}, chosen_id)


def _by_quarter(
    session: Session, quarters: Collection[Quarter], chosen_id: int | None = None
) -> Sequence[Theme]:
    in_time = Theme.begins.in_([each.first for each in quarters])
    found = session.scalars(select(Theme).where(or_(in_time, Theme.id == chosen_id)))
    return sorted(found, key=lambda theme: (theme.begins, theme.name.casefold(), theme.id))


def posts_of(session: Session, themes: Collection[Theme]) -> Mapping[int, Sequence[Post]]:
    """Theme id → its posts with variants and channels, by their first time; those without one stand last."""
    if not themes:
        return {}
    of_them = select(Post).where(Post.theme_id.in_([theme.id for theme in themes]))
    by_theme: dict[int, list[Post]] = defaultdict(list)
    for post in session.scalars(
        of_them.options(selectinload(Post.variants).options(joinedload(Variant.channel)))
    ):
        if post.theme_id is not None:
            by_theme[post.theme_id].append(post)
    return {theme_id: sorted(posts, key=_first_time) for theme_id, posts in by_theme.items()}


def _first_time(post: Post) -> tuple[datetime, int]:
    times = (each.published_at or each.planned_at for each in post.variants)
    return min((at for at in times if at), default=datetime.max.replace(tzinfo=UTC)), post.id


def add(session: Session, described: Described, *, by: Person, now: datetime) -> Theme:
    """A new theme. Raises NameTakenError."""
    theme = Theme(created_at=now)
    _describe(session, theme, described)
    session.add(theme)
    session.flush()
    note(session, by, mark("added"), theme, now=now)
    return theme


def change(session: Session, theme: Theme, described: Described, *, by: Person, now: datetime) -> None:
    """Say something else of it, or move it to another quarter; its posts stay. Raises NameTakenError."""
    _describe(session, theme, described)
    note(session, by, mark("changed"), theme, now=now)


def carry_on(session: Session, theme: Theme, *, by: Person, now: datetime) -> Theme | None:
    """The same theme in the next quarter, without its posts; None when one is called so there already."""
    described = Described(name=theme.name, quarter=theme.quarter.shifted(1), benefit=theme.benefit)
    try:
        return add(session, described, by=by, now=now)
    except NameTakenError:
        return None


def remove(session: Session, theme: Theme, *, by: Person, now: datetime) -> None:
    """Forget a theme. Its posts stay, without it; views of it go."""
    note(session, by, mark("deleted"), theme, now=now)
    session.delete(theme)
    session.flush()
    plan_changed(session)


def _describe(session: Session, theme: Theme, described: Described) -> None:
    take_turns(session)
    name = described.name.casefold()
    for other in themes_of(session, described.quarter):
        if other is not theme and other.name.casefold() == name:
            raise NameTakenError(described.name)
    theme.name, theme.begins, theme.benefit = described.name, described.quarter.first, described.benefit
