"""A new post that begins with a conversation: which one the address names, and what its form then says."""

from flask import request

from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import Interaction
from calendar_app.foundation.i18n import format_skeleton, gettext
from calendar_app.foundation.web import request_session, row_id
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import current_person, not_found
from calendar_app.posts.models import Post, Source
from calendar_app.posts.origins import Origin, Row, Talk, may_read

_ = gettext


def named_talk(old: Post | None) -> Talk | None:
    """The conversation that `?inbound=` or `?talk=` names, or that an old post came from.

    One that the reader may not see is not found. One that was removed while they wrote takes nothing along.
    """
    if old is not None:
        return _one(InboundItem, old.inbound_id) or _one(Interaction, old.interaction_id)
    inbound_id, talk_id = (request.args.get(name, type=row_id) for name in ("inbound", "talk"))
    inquiry, talk = _one(InboundItem, inbound_id), _one(Interaction, talk_id)
    if talk is not None and not may_read(talk, current_person()):
        talk = None
    if inquiry is None and talk is None and (inbound_id or talk_id) and request.method == "GET":
        not_found()
    return inquiry or talk


def _one(kind: type[Row], row_id: int | None) -> Row | None:
    """The row; while a post is made of it, nobody removes it."""
    hold = {"read": True, "key_share": True} if request.method == "POST" else None
    return request_session().get(kind, row_id, with_for_update=hold) if row_id else None


def suggested(origin: Origin) -> dict[str, object]:
    """What was said as a fact to write from, never as a text; no name, and no address that holds one."""
    return {"facts": _as_fact(origin), "source": origin.source, "channel_ids": [origin.channel.id]}


def _as_fact(origin: Origin) -> str:
    day = format_skeleton(to_wall(origin.at, origin.channel.zone), "yMMMd")
    where = {"channel": origin.channel.name, "day": day, "said": origin.said}
    if not origin.said:
        return _("In conversation on %(channel)s, %(day)s.", **where)
    if origin.source is Source.QUESTION:
        return _("Asked on %(channel)s, %(day)s: “%(said)s”", **where)
    if origin.inbound_id:
        return _("Said on %(channel)s, %(day)s: “%(said)s”", **where)
    return _("In conversation on %(channel)s, %(day)s: %(said)s", **where)
