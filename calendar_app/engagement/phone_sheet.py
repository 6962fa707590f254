"""What the page of one date shows: time left, channels, who waits, the errands, the form and the log."""

import uuid
from collections.abc import Sequence
from math import ceil

from flask import render_template
from flask.typing import ResponseReturnValue

from calendar_app.channels.signing import signature
from calendar_app.engagement import agenda as lists
from calendar_app.engagement import logbook
from calendar_app.engagement.doors import Door
from calendar_app.engagement.forms import AgendaForm, EntryForm, OutcomeForm
from calendar_app.engagement.inbound import services as inbound
from calendar_app.engagement.inbound.forms import HeardForm
from calendar_app.engagement.inbound.wording import INBOUND_ICONS, INBOUND_KINDS
from calendar_app.engagement.links import OPEN_FOR
from calendar_app.engagement.materials.services import to_hand_out
from calendar_app.engagement.models import AgendaItem, AgendaKind, Interaction
from calendar_app.engagement.occasions.services import occasion_days
from calendar_app.engagement.pages import days_from, the_slot
from calendar_app.engagement.readers import of_posts
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.wording import AGENDA_ICONS, INTERACTION_ICONS, INTERACTION_KINDS, QUALITIES
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, may

LIST_PREFIX, HEARD_PREFIX = "list-", "heard-"  # three forms of this page have a kind and a link
SHOWN_FIRST = 3  # errands of a kind without unfolding the rest


def sheet(
    door: Door,
    form: EntryForm | None = None,
    outcome_form: OutcomeForm | None = None,
    agenda: AgendaForm | None = None,
    heard: HeardForm | None = None,
    taken: Sequence[Occurrence] = (),
    code: int = 200,
) -> ResponseReturnValue:
    """The page; a form that was refused stands in it with what was typed.

    `taken` is what the reader has at the time of a date that they want to take over.
    """
    session, here, now = request_session(), door.here, request_now()
    today = to_wall(here.start, current_person().zone).date()
    may_read = door.is_own or may(current_person(), Action.JOURNAL)
    entries = logbook.entries(session, here) if may_read else []
    items = _agenda(here)
    page = render_template(
        "engagement/occurrence.html",
        door=door,
        occurrence=here,
        note=the_slot(here.slot_id).note,
        is_own=door.is_own,
        signature=signature,
        taken=taken,
        may_read=may_read,
        minutes_left=max(0, ceil((here.end - max(now, here.start)).total_seconds() / 60)),
        open_until=here.end + OPEN_FOR,
        inquiries=inbound.waiting(session, _channel_ids(here), now=now),
        inbound_kinds=INBOUND_KINDS,
        inbound_icons=INBOUND_ICONS,
        occasions=occasion_days(session, today, today, _channel_ids(here)),
        going_out=of_posts().going_out(session, _channel_ids(here), *days_from(here.start, 1)),
        to_hand_out=to_hand_out(session, here.kind, here.channels),
        to_visit=lists.errands([item for item in items if not item.is_search], now),
        to_search=lists.errands([item for item in items if item.is_search], now),
        shown_first=SHOWN_FIRST,
        is_due=lambda item: lists.is_due(item, now),
        is_fresh=lambda item: lists.is_fresh(item, now),
        entries=entries,
        made=of_posts().made_of_talks(session, [entry.id for entry in entries]),
        form=form or _fresh_form(door, items, entries),
        outcome_form=outcome_form or OutcomeForm(formdata=None),
        agenda_form=agenda or agenda_form(door, formdata=None, data={"kind": AgendaKind.PERSON}),
        heard_form=heard or heard_form(door, formdata=None),
        has_come=logbook.has_come(here, now),
        agenda_icons=AGENDA_ICONS,
        interaction_kinds=INTERACTION_KINDS,
        interaction_icons=INTERACTION_ICONS,
        qualities=QUALITIES,
    )
    # Whoever logs here may lose the line: the page's worker keeps it, see frontend/js/worker.js.
    return page, code, {"X-Offline": "keep"} if door.is_own else {}


def entry_form(door: Door, agenda: Sequence[AgendaItem] | None = None, **options: object) -> EntryForm:
    """The form of an entry; `agenda` is the list of the date's channels where it is known already."""
    items = _agenda(door.here) if agenda is None else agenda
    return EntryForm(channels=door.here.channels, agenda=items, meta=door.meta, **options)


def agenda_form(door: Door, **options: object) -> AgendaForm:
    return AgendaForm(channels=door.here.channels, prefix=LIST_PREFIX, meta=door.meta, **options)


def heard_form(door: Door, **options: object) -> HeardForm:
    return HeardForm(channels=door.here.channels, prefix=HEARD_PREFIX, meta=door.meta, **options)


def _fresh_form(door: Door, items: Sequence[AgendaItem], entries: Sequence[Interaction]) -> EntryForm:
    """An empty form with a key of its own, on the channel that was talked on last."""
    channel_ids = [entry.channel_id for entry in entries[-1:]] + [each.id for each in door.here.channels]
    fresh = {"entry_key": str(uuid.uuid4()), "channel": next(iter(channel_ids), None)}
    return entry_form(door, items, formdata=None, data=fresh)


def _agenda(here: Occurrence) -> Sequence[AgendaItem]:
    return lists.agenda(request_session(), _channel_ids(here))


def _channel_ids(here: Occurrence) -> list[int]:
    return [channel.id for channel in here.channels]
