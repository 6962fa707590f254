"""The browsers that people let ring: each is told ten minutes before, beside the mail."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from calendar_app.foundation.push import Subscription
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from calendar_app.reminders.models import Device, Reminder

MOST = 10  # of one person: phones and computers come and go


def devices_of(session: Session, person: Person) -> Sequence[Device]:
    """A person's devices, the newest first."""
    query = select(Device).where(Device.person_id == person.id).order_by(Device.id.desc())
    return session.scalars(query).all()


def devices_by_person(session: Session) -> Mapping[int, Collection[int]]:
    """Person id → the ids of their devices, for the session's workspace."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for device_id, person_id in session.execute(select(Device.id, Device.person_id).order_by(Device.id)):
        found[person_id].append(device_id)
    return found


def let_ring(
    session: Session, person: Person, subscription: Subscription, name: str, now: datetime
) -> Device | None:
    """Enter a device, or what has changed of one; None when the person has too many."""
    same = Device.person_id == person.id, Device.endpoint == subscription.endpoint
    device = session.scalar(select(Device).where(*same))
    if device is None:
        count = session.scalar(select(func.count()).select_from(Device).where(Device.person_id == person.id))
        if (count or 0) >= MOST:
            return None
        device = Device(person_id=person.id, endpoint=subscription.endpoint, created_at=now)
        session.add(device)
    device.name, device.key, device.secret = name, subscription.key, subscription.secret
    plan_changed(session)
    return device


def forget(session: Session, device: Device) -> None:
    session.delete(device)
    plan_changed(session)


def forget_gone(session: Session, reminder_id: int) -> None:
    """The browser has ended its subscription, as its push service says."""
    gone = select(Reminder.device_id).where(Reminder.id == reminder_id).scalar_subquery()
    session.execute(delete(Device).where(Device.id == gone), execution_options={"synchronize_session": False})
