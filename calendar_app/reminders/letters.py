"""What reminders say, in their readers' words: what several are about is read together."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.i18n import speaking
from calendar_app.foundation.mail import Letter, write
from calendar_app.reminders.appointment import calendar_file
from calendar_app.reminders.choices import Wishes
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import Device, Reminder

MINUTE = timedelta(minutes=1)

log = logging.getLogger(__name__)

Subjects = Mapping[int, object]


def is_owed(session: Session, reminder: Reminder) -> bool:
    """Whether the plan, as it is now, still owes this mail; scopes the session to its workspace."""
    return reminder.id in _subjects(session, reminder.workspace_id, reminder.kind, [reminder])


def compose(session: Session, reminder: Reminder, page: PageAddress) -> Letter | None:
    """What a reminder says now, in its reader's language; None when it is not owed any more.

    Scopes the session to its workspace.
    """
    found = _subjects(session, reminder.workspace_id, reminder.kind, [reminder])
    return _letter(session, reminder, found[reminder.id], page) if reminder.id in found else None


def compose_all(
    session: Session, reminders: Sequence[Reminder], page: PageAddress
) -> Iterator[tuple[Reminder, Letter | Exception]]:
    """The letters of those that are still owed; the error where one cannot be written.

    Scopes the session to the workspace of each. One mail's trouble does not keep the others waiting.
    """
    for (workspace_id, kind), group in _grouped(reminders).items():
        try:
            found = _subjects(session, workspace_id, kind, group)
        except Exception as error:  # whose fault it is shows when each is read alone
            session.rollback()
            yield from _alone(session, group, page, error)
            continue
        scope_to(session, workspace_id)
        for reminder in group:
            if reminder.id in found:
                yield reminder, _tried(session, reminder, found[reminder.id], page)


def _alone(
    session: Session, group: Sequence[Reminder], page: PageAddress, error: Exception
) -> Iterator[tuple[Reminder, Letter | Exception]]:
    if len(group) > 1:
        for reminder in group:
            yield from compose_all(session, [reminder], page)
    else:
        log.error("reminder %s cannot be read", group[0].id, exc_info=error)
        yield group[0], error


def _grouped(reminders: Sequence[Reminder]) -> Mapping[tuple[int, str], Sequence[Reminder]]:
    groups: defaultdict[tuple[int, str], list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        groups[reminder.workspace_id, reminder.kind].append(reminder)
    return groups


def _subjects(session: Session, workspace_id: int, kind_key: str, group: Sequence[Reminder]) -> Subjects:
    """What each mail is about, by the reminder's id; only those that somebody wants and that still hold."""
    scope_to(session, workspace_id)
    kind = all_kinds().get(kind_key)
    if kind is None:
        return {}
    wishes, rings = Wishes(session), _ringing(session, group)
    wanted = [
        each
        for each in group
        if each.person.is_here
        and wishes.have(each.person_id, kind_key)
        and (not each.device_id or each.device_id in rings)
    ]
    return kind.subjects(session, wanted) if wanted else {}


def _ringing(session: Session, group: Sequence[Reminder]) -> Collection[int]:
    """Those of the devices that are still there."""
    asked = {each.device_id for each in group if each.device_id}
    return set(session.scalars(select(Device.id).where(Device.id.in_(asked)))) if asked else set()


def _tried(session: Session, reminder: Reminder, subject: object, page: PageAddress) -> Letter | Exception:
    try:
        return _letter(session, reminder, subject, page)
    except Exception as error:
        log.exception("reminder %s cannot be written", reminder.id)
        session.rollback()
        return error


def _letter(session: Session, reminder: Reminder, subject: object, page: PageAddress) -> Letter:
    kind, person = all_kinds()[reminder.kind], reminder.person
    with speaking(person.language):
        values = kind.says(session, reminder, subject, page)
        appointment = kind.appointment(subject)
    common = {
        "reader": person.name,
        "workspace": person.workspace.name,
        "lead_minutes": reminder.lead_minutes,
        "is_moved": reminder.due_at != reminder.starts_at - reminder.lead_minutes * MINUTE,
        "choices": page("choices.index"),
    }
    letter = write(reminder.kind, person.language, {**common, **values})
    letter = replace(letter, url=str(values["url"]), carries=kind.carries(values))
    if reminder.device_id:  # a phone shows two lines and opens the page
        return replace(letter, text=f"{letter.subject}\n{person.workspace.name}\n{letter.url}\n", html="")
    if appointment is None:
        return letter
    return replace(letter, calendar=calendar_file(appointment, reminder, letter.url))
