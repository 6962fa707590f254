"""What happens to shareable material: it is kept, settled, and offered once nothing is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.materials.models import Material, Point
from calendar_app.engagement.models import SlotKind
from calendar_app.people.services import take_turns

HANDED_OUT_IN = frozenset({SlotKind.EQUIP, SlotKind.EMPOWER})


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Material as it was typed; without a channel it is for all."""

    name: str
    link: str
    note: str = ""
    settled: Sequence[Point] = ()
    channel: Channel | None = None


def materials(session: Session) -> Sequence[Material]:
    """All of it, by name."""
    query = select(Material).options(joinedload(Material.channel))
    return session.scalars(query.order_by(Material.name, Material.id)).all()


def to_hand_out(session: Session, kind: SlotKind, channels: Collection[Channel]) -> Sequence[Material]:
    """What may be passed on in dialog time of a kind on some channels: that of which nothing is missing."""
    if kind not in HANDED_OUT_IN:
        return []
    here = {None, *(channel.id for channel in channels)}
    return [each for each in materials(session) if not each.missing and each.channel_id in here]


def add(session: Session, wording: Wording, *, now: datetime) -> Material:
    """Keep material; what is the same in every word is kept once."""
    take_turns(session)
    same_link = select(Material).where(Material.link == wording.link)
    for known in session.scalars(same_link):
        if _wording_of(known) == wording:
            return known
    material = Material(created_at=now)
    edit(material, wording)
    session.add(material)
    session.flush()
    return material


def edit(material: Material, wording: Wording) -> None:
    """Write it down anew."""
    material.name, material.link, material.note = wording.name, wording.link, wording.note
    material.settled, material.channel = list(wording.settled), wording.channel


def _wording_of(material: Material) -> Wording:
    return Wording(
        name=material.name,
        link=material.link,
        note=material.note,
        settled=[Point(each) for each in material.settled],
        channel=material.channel,
    )
