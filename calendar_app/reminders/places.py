"""The channels that mails are about, as lists of mails name them; also of what is moved or cancelled."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.posts.models import Variant

Places = Mapping[int, str]
"""Names of channels by the id of what a mail is about."""


def of_channels(session: Session, ids: Collection[int]) -> Places:
    found = session.execute(select(Channel.id, Channel.name).where(Channel.id.in_(ids)))
    return {row.id: row.name for row in found}


def of_variants(session: Session, ids: Collection[int]) -> Places:
    found = session.execute(select(Variant.id, Channel.name).join(Variant.channel).where(Variant.id.in_(ids)))
    return {row.id: row.name for row in found}


def of_slots(session: Session, ids: Collection[int]) -> Places:
    query = select(Slot.id, Channel.name).join(Slot.channels).where(Slot.id.in_(ids))
    names: defaultdict[int, list[str]] = defaultdict(list)
    for slot_id, name in session.execute(query.order_by(Slot.id, Channel.id)):
        names[slot_id].append(name)
    return {slot_id: ", ".join(some) for slot_id, some in names.items()}
