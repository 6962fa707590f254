"""Pages on which people say when they can be counted on."""

from collections.abc import Mapping, Sequence
from functools import partial

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from calendar_app.engagement.almanac.wording import TROUBLES
from calendar_app.engagement.availability import busy, services
from calendar_app.engagement.availability.forms import AbsenceForm, CalendarForm, WeekForm
from calendar_app.engagement.availability.models import Absence
from calendar_app.engagement.availability.services import Touched
from calendar_app.engagement.pages import bp, kept
from calendar_app.engagement.readers import Promise, of_posts
from calendar_app.engagement.reservation import Refused
from calendar_app.engagement.wording import working_time
from calendar_app.foundation.editing import edited
from calendar_app.foundation.holidays import REGIONS
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, may, not_found, requires
from calendar_app.people.models import Person, Role
from calendar_app.people.services import team
from calendar_app.rules.facts import WorkingHours

_ = gettext


@bp.get("/dialog/people")
@requires(Action.LOOK)
def people() -> ResponseReturnValue:
    """Everybody's usual week and coming absences; an external person sees their own."""
    session, reader = request_session(), current_person()
    here = [reader] if reader.role == Role.EXTERNAL else team(session)
    today = to_wall(request_now(), reader.zone).date()
    return render_template(
        "engagement/people.html",
        team=here,
        weeks=services.workweeks(session),
        absences=services.absences_by_person(session, today),
        usual=WorkingHours().week,
        **_words(),
    )


@bp.get("/dialog/people/<int:person_id>")
@requires(Action.LOOK)
def availability(person_id: int) -> ResponseReturnValue:
    """Somebody's usual week, their absences, and which dates those touch."""
    return _page(_seen(person_id))


@bp.post("/dialog/people/<int:person_id>/week")
@requires(Action.LOG)
def keep_week(person_id: int) -> ResponseReturnValue:
    person, session = _changed(person_id), request_session()
    form = edited(partial(WeekForm, obj=services.workweek(session, person)))
    if not form.validate_on_submit():
        return _page(person, week=form, code=form.status)
    services.keep_workweek(session, person, form.week)
    return _kept(person, mark("working hours changed"), _("Saved."))


@bp.post("/dialog/people/<int:person_id>/absences")
@requires(Action.LOG)
def be_away(person_id: int) -> ResponseReturnValue:
    person, form, now = _changed(person_id), AbsenceForm(), request_now()
    if not form.validate_on_submit():
        return _page(person, away=form, code=422)
    try:
        touched = services.be_away(request_session(), person, *form.days, now=now)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _page(person, away=form, code=422)
    return _kept(person, mark("absence entered"), _told(touched))


@bp.post("/dialog/absences/<int:absence_id>/remove")
@requires(Action.LOG)
def be_back(absence_id: int) -> ResponseReturnValue:
    absence = found(request_session().get(Absence, absence_id))
    person = _changed(absence.person_id)
    services.be_back(request_session(), absence)
    return _kept(person, mark("absence removed"), _("Removed. Dates that were handed over stay so."))


@bp.post("/dialog/calendar")
@requires(Action.LOG)
def connect_calendar() -> ResponseReturnValue:
    """One's own calendar: nobody else gives or sees its address."""
    person, form = current_person(), CalendarForm()
    if not form.validate_on_submit():
        return _page(person, calendar=form, code=422)
    busy.connect(request_session(), person, form.address.data, now=request_now())
    words = _("It will be looked at in a moment.") if form.address.data else _("The calendar is forgotten.")
    return _kept(person, mark("own calendar changed"), words)


def _told(touched: Sequence[Touched]) -> str:
    """What an absence touched, in a sentence: the page lists it."""
    if not touched:
        return _("Entered. No dialog time lies in these days.")
    handed = sum(each.stand_in is not None for each in touched)
    return " ".join(
        [
            ngettext("Entered. It touches %(num)d date;", "Entered. It touches %(num)d dates;", len(touched)),
            ngettext("%(num)d is in a deputy's hands.", "%(num)d are in deputies' hands.", handed),
        ]
    )


def _seen(person_id: int) -> Person:
    """A person of the team; an external person sees nobody else."""
    person, reader = found(request_session().get(Person, person_id)), current_person()
    if reader.role == Role.EXTERNAL and reader.id != person.id:
        not_found()
    return person


def _changed(person_id: int) -> Person:
    """A person whose week and absences the reader may change: their own, or everybody's as a lead."""
    person = _seen(person_id)
    if not _may_change(person):
        abort(403)
    return person


def _may_change(person: Person) -> bool:
    reader = current_person()
    return reader.id == person.id or may(reader, Action.HOURS)


def _kept(person: Person, action: str, words: str) -> ResponseReturnValue:
    """Back to the person's page."""
    return kept(person, action, words, "engagement.availability", person_id=person.id)


def _page(
    person: Person,
    week: WeekForm | None = None,
    away: AbsenceForm | None = None,
    calendar: CalendarForm | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    session, today = request_session(), to_wall(request_now(), person.zone).date()
    row = services.workweek(session, person)
    absences = services.absences_of(session, person, today)
    page = render_template(
        "engagement/availability.html",
        member=person,
        row=row,
        week=week or edited(partial(WeekForm, formdata=None, obj=row)),
        away=away or AbsenceForm(formdata=None),
        calendar=calendar or CalendarForm(formdata=None),
        connected=busy.calendar_of(session, person),
        is_own=person.id == current_person().id,
        absences=[(each, services.touched(session, each), _promises(each)) for each in absences],
        may_change=_may_change(person),
        **_words(),
    )
    return page, code


def _promises(absence: Absence) -> Sequence[Promise]:
    """The posts for which who is away is to answer."""
    away = absence.span_in(absence.person.zone)
    return of_posts().promises(request_session(), absence.person, away.start, away.end)


def _words() -> Mapping[str, object]:
    return {"regions": REGIONS, "working_time": working_time, "troubles": TROUBLES}
