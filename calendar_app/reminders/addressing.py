"""To whom a letter goes and how: as a mail, or as a few words on somebody's device."""

from dataclasses import replace
from datetime import datetime

from calendar_app.engagement import links
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.mail import Letter, Mail, domain_of
from calendar_app.foundation.push import Push, topic
from calendar_app.reminders.choices import seal
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import Reminder


def mail_of(
    letter: Letter, reminder: Reminder, now: datetime, *, sender: str, secret: str, page: PageAddress
) -> Mail:
    """The Message-ID comes from the row, so that readers know a second copy as the same mail."""
    return Mail(
        message_id=f"{_name(reminder)}@{domain_of(sender)}",
        sender=sender,
        name=reminder.person.name,
        address=reminder.person.email,
        letter=_with_sealed_link(letter, reminder, secret, page),
        at=now,
        box=str(reminder.workspace_id),
        stop=page("choices.stop", token=seal(secret, reminder.person_id, reminder.kind)),
    )


def push_of(letter: Letter, reminder: Reminder) -> Push:
    return Push(
        title=letter.subject,
        body=reminder.person.workspace.name,
        url=letter.url,
        topic=topic(_name(reminder)),
        until=reminder.expires_at,
    )


def _name(reminder: Reminder) -> str:
    """The same at each attempt, and never that of another row."""
    made = int(reminder.created_at.timestamp() * 1_000_000)
    return f"reminder.{reminder.id}.{made}"


def _with_sealed_link(letter: Letter, reminder: Reminder, secret: str, page: PageAddress) -> Letter:
    """The link that leaves opens its page without signing in; the kept copy, read by others too, has none."""
    link = all_kinds()[reminder.kind].door(reminder)
    if link is None:
        return letter
    plain = page("engagement.occurrence", slot_id=link.slot_id, key=link.key)
    sealed = page("engagement.by_link", token=links.seal(secret, link))
    return replace(letter, text=letter.text.replace(plain, sealed), html=letter.html.replace(plain, sealed))
