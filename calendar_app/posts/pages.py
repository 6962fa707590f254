"""What the pages of this room share: finding a variant, and showing it with all that belongs to it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.services import campaigns
from calendar_app.channels.models import Channel
from calendar_app.channels.services import channels, open_channels
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session, safe_next
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, may
from calendar_app.people.models import JournalEntry, Person
from calendar_app.people.services import team
from calendar_app.posts import services
from calendar_app.posts.approval import why_no_approval
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.forms import PublishedForm, VariantForm, is_dropped
from calendar_app.posts.judging import Judgement, judge
from calendar_app.posts.models import Post, Status, Variant
from calendar_app.posts.origins import origins
from calendar_app.posts.telling.counting import counts
from calendar_app.posts.telling.findings import Finding, Reader, findings, verdict_words
from calendar_app.posts.telling.held import why_held
from calendar_app.posts.telling.recognised import recognised
from calendar_app.posts.telling.timing import remark_on
from calendar_app.posts.telling.words import LABELS, MODES, circumstance_words
from calendar_app.posts.themes import services as themes
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.writing import CLOSED, DELETABLE
from calendar_app.rules.facts import Label

_ = gettext


class Hand(TypedDict):
    """Who takes a step, when, and which state of the row they had before them."""

    revision: int
    person: Person
    now: datetime


def hand_on(revision: int | None) -> Hand:
    """The hand of whoever is asking."""
    return {"revision": revision or 0, "person": current_person(), "now": request_now()}


def the_post(post_id: int) -> Post:
    return found(services.post(request_session(), post_id))


def the_variant(variant_id: int) -> Variant:
    return found(services.variant(request_session(), variant_id))


def address(variant: Variant) -> str:
    return url_for("posts.variant", post_id=variant.post_id, variant_id=variant.id)


def back_to(variant: Variant) -> ResponseReturnValue:
    """To the page a step was taken from, or to the variant's own."""
    return redirect(safe_next(request.form.get("next"), address(variant)), 303)


def empty_form(variant: Variant) -> VariantForm:
    """The form filled from the row, whatever this request carries."""
    return _form(variant, formdata=None)


def sent_form(variant: Variant) -> VariantForm:
    return _form(variant)


def _form(variant: Variant, **options: Any) -> VariantForm:
    session = request_session()
    return VariantForm(
        variant=variant,
        team=team(session),
        campaigns=offered_campaigns(),
        channels=channels(session),
        **options,
    )


def told(variant: Variant, judgement: Judgement, content: Content) -> list[Finding]:
    """A judgement for the person who is reading."""
    now = request_now()
    reader = Reader(request_session(), current_person(), variant, content, (variant.planned_at or now).date())
    return findings(reader, judgement)


def variant_page(
    variant: Variant,
    form: VariantForm | None = None,
    *,
    content: Content | None = None,
    refusal: str = "",
    tone: str = "block",
    status: int = 200,
) -> ResponseReturnValue:
    """The composer for one variant: the form, and beside it what the rules say of its content."""
    session, person, now = request_session(), current_person(), request_now()
    shown = content or content_of(variant)
    judgement = judge(session, variant, now=now, content=content).with_moves()
    page = render_template(
        "posts/variant.html",
        variant=variant,
        post=variant.post,
        origin=origins(session, [variant.post], person).get(variant.post_id),
        form=form or empty_form(variant),
        judgement=judgement,
        findings=told(variant, judgement, shown),
        verdict_words=verdict_words(judgement),
        counts=counts(variant.channel, *shown.wording, [medium.alt for medium in shown.media if medium.alt]),
        recognised=recognised(variant.channel, *shown.wording),
        media=shown.media,
        is_dropped=is_dropped,
        remark=remark_on(shown.planned_wall, variant.channel.zone),
        refusal=refusal,
        tone=tone,
        is_closed=variant.status in CLOSED,
        chosen_labels=[gettext(LABELS[Label(label)]) for label in shown.labels if label in set(Label)],
        told_circumstances=circumstance_words(shown.circumstances),
        mode_words=gettext(MODES[content_of(variant).mode]),
        is_deletable=variant.status in DELETABLE,
        is_due=variant.status == Status.SCHEDULED
        and variant.planned_at is not None
        and variant.planned_at <= now,
        is_past=variant.status not in CLOSED and judgement.fact.at is not None and judgement.fact.at < now,
        held_because=why_held(session, [variant]).get(variant.id),
        why_no_approval=why_no_approval(session, variant, person, now.date()),
        published_form=PublishedForm(formdata=None, data={"revision": variant.revision}),
        journal=[
            (entry, action_words(entry), note_words(entry)) for entry in services.journal_of(session, variant)
        ],
        tabs=tabs(variant.post, variant),
        name=variant.called,
    )
    return page, status


def tabs(post: Post, current: Variant | None = None) -> list[dict[str, Any]]:
    """The post and its variants, for the switch above them."""
    first = {"label": _("Core message"), "url": url_for("posts.show", post_id=post.id), "icon": "lightbulb"}
    items: list[dict[str, Any]] = [first | {"is_current": current is None}]
    for variant in services.variants_of(request_session(), post):
        items.append(
            {
                "label": variant.channel.name,
                "url": address(variant),
                "platform": variant.channel.platform,
                "status": variant.status,
                "is_current": current is not None and variant.id == current.id,
            }
        )
    return items


def free_channels(post: Post) -> list[Channel]:
    """Channels where something may be planned and that have no variant of this post yet."""
    session = request_session()
    taken = {variant.channel_id for variant in services.variants_of(session, post)}
    return [channel for channel in open_channels(session) if channel.id not in taken]


def action_words(entry: JournalEntry) -> str:
    return gettext(entry.action)


def note_words(entry: JournalEntry) -> str:
    """A note is a marked sentence, or somebody's own words: those stand in no catalogue and stay."""
    return gettext(entry.note) if entry.note else ""


def offered_campaigns() -> Sequence[Campaign]:
    """Who is limited to some channels sees of the campaigns only the one that their post belongs to."""
    return campaigns(request_session()) if may(current_person(), Action.PREPARE) else ()


def offered_themes(days: Iterable[date], chosen_id: int | None) -> Sequence[Theme]:
    """The themes that a post on these days may have, with the one that it has."""
    today = to_wall(request_now(), current_person().workspace.zone).date()
    return themes.offered(request_session(), days, today=today, chosen_id=chosen_id)
