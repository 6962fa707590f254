"""Writing: posts, and their variants with every version of the text. No content is refused here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import Interaction
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed
from calendar_app.posts.approval import void_if_needed
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.declaring import declared_by, note_circumstances
from calendar_app.posts.errors import ConflictError, RefusedError
from calendar_app.posts.judging import binding, one_at_a_time
from calendar_app.posts.labelling import labelled_by, note_labels
from calendar_app.posts.models import Post, Source, Status, Variant, VariantVersion
from calendar_app.posts.pictures import drop_unused
from calendar_app.rulebook import services as rulebook

_ = gettext

DELETABLE = frozenset({Status.DRAFT, Status.CANCELLED})
CLOSED = frozenset({Status.PUBLISHED, Status.CANCELLED})
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True)
class Idea:
    """What a post is about, before any channel says it in its own words."""

    core: str
    facts: str = ""
    link: str = ""
    source: Source = Source.OWN
    theme_id: int | None = None


def idea_of(post: Post) -> Idea:
    return Idea(post.core, post.facts, post.link, post.source, post.theme_id)


def create_post(
    session: Session,
    idea: Idea,
    *,
    person: Person,
    now: datetime,
    form_key: str | None = None,
    made_of: InboundItem | Interaction | None = None,
) -> Post:
    """A new post; the one that is already there when the same words come a second time from the same form.

    `made_of` is the conversation it came from; an idea that is said to be our own came from none.
    """
    post = Post(author=person, created_at=now, form_key=form_key)
    if isinstance(made_of, InboundItem):
        post.inbound_id = made_of.id
    elif made_of is not None:
        post.interaction_id = made_of.id
    _write_down(post, idea)
    try:
        with session.begin_nested():
            session.add(post)
    except IntegrityError:  # the same form was quicker, perhaps in another process
        first = session.scalars(select(Post).where(Post.form_key == form_key)).one()
        if idea_of(first) == idea:
            return first
        return create_post(session, idea, person=person, now=now, made_of=made_of)
    return post


def _write_down(post: Post, idea: Idea) -> None:
    post.core, post.facts, post.link, post.source = idea.core, idea.facts, idea.link, idea.source
    post.theme_id = idea.theme_id
    if idea.source is Source.OWN:
        post.inbound_id = post.interaction_id = None


def edit_post(
    session: Session, post: Post, idea: Idea, *, revision: int, person: Person, now: datetime
) -> None:
    """Change what a post is about. Raises ConflictError when it is no longer at `revision`."""
    take(session, post, revision)
    if idea == idea_of(post):
        return
    _write_down(post, idea)
    post.updated_at = now
    note(session, person, mark("edited"), post, now=now)
    plan_changed(session)


def add_variant(
    session: Session,
    post: Post,
    channel: Channel,
    *,
    person: Person,
    now: datetime,
    planned_wall: datetime | None = None,
    with_core: bool = False,
    campaign_id: int | None = None,
) -> Variant:
    """A variant for one more channel: empty, or starting from the post's core message.

    Asked for twice, also at once, it is the one that is there already.
    """
    session.execute(select(Post.id).where(Post.id == post.id).with_for_update())
    here = (Variant.post_id == post.id, Variant.channel_id == channel.id)
    if twin := session.scalar(select(Variant).where(*here)):
        return twin
    variant = Variant(
        post=post,
        channel=channel,
        author=person,
        text="",
        language=channel.languages[0] if channel.languages else "",
        labels=[],
        campaign_id=campaign_id,
        created_at=now,
        updated_at=now,
    )
    session.add(variant)
    _plan(variant, planned_wall)
    session.flush()
    if with_core:
        _put_into_words(session, variant, ("", post.core), person=person, now=now)
    plan_changed(session)
    return variant


def edit_variant(
    session: Session, variant: Variant, content: Content, *, revision: int, person: Person, now: datetime
) -> None:
    """Save what somebody wrote. An approval that no longer fits is void, and the journal says so.

    Raises ConflictError when the variant is no longer at `revision`, RefusedError when it is closed or
    carries a label, or an urgency, that the person may not set.
    """
    take(session, variant, revision)
    before = content_of(variant)
    if content == before:
        return
    refuse_closed(variant)
    content = declared_by(person, before, labelled_by(person, before, content))
    if variant.status == Status.SCHEDULED:
        one_at_a_time(session)
    write(session, variant, content, person=person, now=now)
    note_labels(session, variant, before, person=person, now=now)
    note_circumstances(session, variant, before, person=person, now=now)
    void_if_needed(session, variant, before, person=person, now=now)
    plan_changed(session)


def write(session: Session, variant: Variant, content: Content, *, person: Person, now: datetime) -> None:
    """Put content on the row; changed words or pictures leave a version and new fingerprints."""
    wording_changed = content.wording != (variant.title, variant.text)
    variant.language, variant.mode, variant.labels = content.language, content.mode, list(content.labels)
    variant.answer_person_id = content.answer_person_id
    variant.campaign_id = content.campaign_id
    variant.circumstances = content.circumstances.row
    pictures_changed = content.media != content_of(variant).media
    variant.media = content.media_rows
    variant.updated_at = now
    _plan(variant, content.planned_wall)
    if wording_changed or pictures_changed:
        drop_unused(session, variant, content)
        _put_into_words(session, variant, content.wording, person=person, now=now)
    session.flush()
    rulebook.void_changed(session, binding(variant, content_of(variant), variant.planned_at), now)


def _plan(variant: Variant, wall: datetime | None) -> None:
    variant.planned_wall = wall
    variant.planned_at = to_utc(wall, variant.channel.zone) if wall else None


def _put_into_words(
    session: Session, variant: Variant, wording: tuple[str, str], *, person: Person, now: datetime
) -> None:
    variant.title, variant.text = wording
    session.add(
        VariantVersion(
            variant_id=variant.id,
            person_id=person.id,
            at=now,
            title=variant.title,
            text=variant.text,
            media=variant.media or [],
        )
    )


def delete_variant(
    session: Session, variant: Variant, *, revision: int, person: Person, now: datetime
) -> None:
    """Remove a draft or a cancelled variant for good. What was published stays on record."""
    take(session, variant, revision)
    _refuse_undeletable([variant])
    note(session, person, mark("deleted"), variant, now=now)
    session.delete(variant)
    session.flush()
    plan_changed(session)


def delete_post(session: Session, post: Post, *, revision: int, person: Person, now: datetime) -> None:
    """Remove a post with all its variants, when each of them may go."""
    take(session, post, revision)
    _refuse_undeletable(post.variants)
    note(session, person, mark("deleted"), post, now=now)
    session.delete(post)
    session.flush()
    plan_changed(session)


def why_closed(variant: Variant) -> str:
    """Why nothing can be written on a variant; "" when it can."""
    if variant.status == Status.PUBLISHED:
        return _("This variant is published; its text stays as it went out.")
    return _("This variant is cancelled. Reinstate it first.") if variant.status == Status.CANCELLED else ""


def refuse_closed(variant: Variant) -> None:
    if why := why_closed(variant):
        raise RefusedError(why)


def _refuse_undeletable(variants: Iterable[Variant]) -> None:
    for variant in variants:
        if variant.status == Status.PUBLISHED:
            raise RefusedError(_("What was published stays on record and cannot be deleted."))
        if variant.status not in DELETABLE:
            raise RefusedError(_("Only drafts and cancelled variants can be deleted. Cancel it first."))


def take(session: Session, row: Post | Variant, revision: int) -> None:
    """Hold the row until the commit, as it is now; somebody else's save in between is a conflict."""
    session.refresh(row, with_for_update={"of": type(row)})  # not the persons that were loaded along
    if row.revision != revision:
        raise ConflictError(row)


def why_not_planned(wall: datetime) -> str:
    """Why nothing is planned for a wall time that must be a slip of the keyboard; "" for all others."""
    if FIRST_YEAR <= wall.year <= LAST_YEAR:
        return ""
    return _("Choose a day between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
