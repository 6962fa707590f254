"""The outbox: which mails are due, and what became of those that were."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation import jobs
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.mail import Sent
from calendar_app.foundation.web import request_now, request_session, settings
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, may, requires
from calendar_app.people.models import Person
from calendar_app.reminders import services, states
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import OPEN, UNDECIDED, Reminder, ReminderState

bp = Blueprint("reminders", __name__)

KNOWN_IDS = range(1, 2**31)
# A mail is shown in a frame of its own: nothing runs and nothing is fetched there, links open in the window.
MAIL_SECURITY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; "
    "sandbox allow-top-navigation-by-user-activation"
)


@bp.get("/outbox")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    session, reader = request_session(), _reader()
    before = _row(request.args.get("before", 0, type=int))
    ahead = [] if before else services.ahead(session, reader)
    past = services.past(session, reader, before)
    unwritten = [reminder for reminder in past.rows if reminder.copy is None]
    return render_template(
        "reminders/index.html",
        ahead=ahead,
        places=services.places(session, [*ahead, *unwritten]),
        past=past,
        before=before,
        kinds=all_kinds(),
        local=_local,
        into_files=settings().smtp_url is None,
    )


@bp.get("/outbox/fares")
@requires(Action.MAILS)
def fares() -> ResponseReturnValue:
    """How the workspace's mails fare, kind by kind."""
    session, now = request_session(), request_now()
    found, undecided = services.fares(session), services.undecided(session)
    return render_template(
        "reminders/fares.html",
        fares=found,
        kinds=all_kinds(),
        states=[state for state in ReminderState if state not in OPEN and _occurs(state, found)],
        undecided=undecided,
        places=services.places(session, undecided),
        overdue=services.oldest_overdue(session, now),
        last_sent=services.last_sent(session),
        local=_local,
        into_files=settings().smtp_url is None,
    )


def _occurs(state: ReminderState, fares: Sequence[services.Fare]) -> bool:
    """Whether a column for a state says anything; that nothing was sent is said always."""
    return state is ReminderState.SENT or any(fare.counts.get(state) for fare in fares)


@bp.post("/outbox/<int:reminder_id>/retry")
@requires(Action.MAILS)
def retry(reminder_id: int) -> ResponseReturnValue:
    """Once more, after an address or a mail server was put right."""
    session, reminder = request_session(), _found(reminder_id)
    if states.retry(session, reminder.id, request_now()):
        jobs.enqueue(session, "reminders.deliver_due")
        session.commit()
        flash(gettext("It is tried once more."), "success")
    else:
        flash(gettext("It would not help any more, or it is on its way already."), "warning")
    return redirect(url_for("reminders.show", reminder_id=reminder.id), 303)


@bp.post("/outbox/<int:reminder_id>/dismiss")
@requires(Action.MAILS)
def dismiss(reminder_id: int) -> ResponseReturnValue:
    """Somebody has decided that it need not be sent any more."""
    session, reminder = request_session(), _found(reminder_id)
    if states.dismiss(session, reminder.id):
        session.commit()
        flash(gettext("It is not sent any more."), "success")
    else:
        flash(gettext("There is nothing to decide about it any more."), "warning")
    return redirect(url_for("reminders.fares"), 303)


@bp.post("/outbox/trial")
@requires(Action.MAILS)
def trial() -> ResponseReturnValue:
    """A mail on trial to who asks for it."""
    person = current_person()
    outcome = services.send_trial(settings(), person, _page, request_now())
    if isinstance(outcome, Sent):
        flash(gettext("A mail on trial is on its way to %(address)s.", address=person.email), "success")
    else:
        reason = getattr(outcome, "reason", "")
        flash(gettext("The mail on trial did not get through: %(reason)s", reason=reason), "warning")
    return redirect(url_for("reminders.fares"), 303)


@bp.get("/outbox/<int:reminder_id>")
@requires(Action.LOOK)
def show(reminder_id: int) -> ResponseReturnValue:
    session, reminder = request_session(), _found(reminder_id)
    kind = found(all_kinds().get(reminder.kind))
    return render_template(
        "reminders/show.html",
        reminder=reminder,
        kind=kind,
        place=services.places(session, [reminder]).get(reminder.id),
        letter=services.letter_of(session, reminder, _page),
        opens=kind.opens(session, reminder, _page),
        is_open=reminder.state in OPEN,
        is_overdue=reminder.next_at <= request_now(),
        can_retry=reminder.state in UNDECIDED and reminder.expires_at > request_now(),
        can_dismiss=reminder.state in UNDECIDED,
        local=_local,
    )


@bp.get("/outbox/<int:reminder_id>/html")
@requires(Action.LOOK)
def body(reminder_id: int) -> ResponseReturnValue:
    """The mail's HTML part as a page of its own, for the frame on the page above."""
    letter = found(services.letter_of(request_session(), _found(reminder_id), _page))
    html = letter.html.replace("<head>", '<head><base target="_top">', 1)
    return Response(html, headers={"Content-Security-Policy": MAIL_SECURITY})


def _reader() -> Person | None:
    """Whose mails are shown: everybody's (None), or the reader's own."""
    person = current_person()
    return None if may(person, Action.MAILS) else person


def _found(reminder_id: int) -> Reminder:
    """A reminder the reader may see; others' do not exist for them."""
    reminder = found(_row(reminder_id))
    reader = _reader()
    return found(reminder if reader is None or reminder.person_id == reader.id else None)


def _row(reminder_id: int) -> Reminder | None:
    """A number too large for a column names nothing."""
    return request_session().get(Reminder, reminder_id) if reminder_id in KNOWN_IDS else None


def _local(moment: datetime) -> datetime:
    return to_wall(moment, current_person().zone)


def _page(endpoint: str, **values: object) -> str:
    return url_for(endpoint, **values, _external=True)  # type: ignore[arg-type]
