"""The team: who is on it, what they may do, how they join and leave; the workspace itself and its journal."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session, row_id, settings
from calendar_app.people import services
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.forms import ROLES, PersonForm, WorkspaceForm
from calendar_app.people.models import Person, Role
from calendar_app.people.readers import ChannelLine, channel_lines

bp = Blueprint("people", __name__)

_ = gettext

# What each role may do, in one sentence; shown beside the choice.
DUTIES = {
    Role.TRAINEE: mark("Writes drafts and logs conversation; never the only one to answer."),
    Role.AUTHOR: mark("Writes posts, reserves dialog time."),
    Role.APPROVER: mark("Also approves what others wrote."),
    Role.LEAD: mark("Also looks after channels and may allow exceptions, with a reason."),
    Role.ADMIN: mark("Also looks after people and the workspace."),
    Role.EXTERNAL: mark("Writes like an author, and sees only the channels chosen here."),
}

# The journal's subjects by their row's name.
SUBJECTS = {
    "person": mark("Person"),
    "workspace": mark("Workspace"),
    "channel": mark("Channel"),
    "post": mark("Post"),
    "variant": mark("Variant"),
    "slot": mark("Dialog time"),
    "inbounditem": mark("Inquiry"),
    "importedcalendar": mark("Calendar"),
    "occasion": mark("Occasion"),
    "campaign": mark("Campaign"),
    "theme": mark("Theme"),
    "snippet": mark("Snippet"),
    "material": mark("Material"),
    "feed": mark("Subscription"),
    "boilerplate": mark("Boilerplate"),
    "rulechange": mark("Rule"),
    "publishingstop": mark("Publishing stop"),
}

PAGE = 100


@bp.get("/people")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    session = request_session()
    return render_template(
        "people/index.html",
        team=services.team(session),
        gone=services.gone(session),
        owned=_by_owner(channel_lines(session)),
        channels={line.id: line for line in channel_lines(session)},
        invitations=services.open_invitations(session, request_now()),
        roles=ROLES,
        today=request_now().date(),
    )


def _by_owner(lines: Sequence[ChannelLine]) -> Mapping[int, list[ChannelLine]]:
    owned = defaultdict(list)
    for line in lines:
        if line.owner_id is not None:
            owned[line.owner_id].append(line)
    return owned


@bp.route("/people/new", methods=["GET", "POST"])
@requires(Action.PEOPLE)
def add() -> ResponseReturnValue:
    """A new member, and the link with which they join."""
    by = current_person()
    form = PersonForm(
        channels=_choices(), data={"language": by.workspace.language, "zone": by.workspace.zone}
    )
    if form.validate_on_submit():
        try:
            person = services.add_person(request_session(), _particulars(form), by=by, now=request_now())
        except services.AlreadyHereError:
            form.email.errors = [_("Somebody with this address is on the list already.")]
        else:
            return _show_link(person)
    return _form_page(form, None)


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(Action.PEOPLE)
def edit(person_id: int) -> ResponseReturnValue:
    person = _person(person_id)
    before = person.leaves_on
    form = edited(partial(PersonForm, channels=_choices(), obj=person))
    if person.account_id is not None:
        form.email.data = person.email  # the address somebody signs in with is not others' to change
    if form.validate_on_submit() and _changed(person, form):
        request_session().commit()
        flash(_("Saved."), "success")
        return redirect(_after_change(person, before), 303)
    return _form_page(form, person)


def _after_change(person: Person, last_day: date | None) -> str:
    """A last day that was just entered leads to all that is to be put into other hands until then."""
    if person.leaves_on is not None and person.leaves_on != last_day:
        return url_for("offboarding.show", person_id=person.id)
    return url_for("people.index")


def _changed(person: Person, form: PersonForm) -> bool:
    try:
        services.change_person(
            request_session(), person, _particulars(form), by=current_person(), now=request_now()
        )
    except services.AlreadyHereError:
        form.email.errors = [_("Somebody with this address is on the list already.")]
        return False
    except services.LastAdminError:
        field = form.leaves_on if form.leaves_on.data else form.role
        field.errors = [_last_admin()]
        return False
    return True


def _particulars(form: PersonForm) -> services.Particulars:
    return services.Particulars(
        name=form.name.data,
        email=form.email.data,
        role=form.role.data,
        language=form.language.data,
        zone=form.zone.data,
        trained_until=form.trained_until.data,
        training=form.training.data,
        leaves_on=form.leaves_on.data,
        channel_ids=form.channel_ids.data,
    )


def _form_page(form: PersonForm, member: Person | None) -> ResponseReturnValue:
    page = render_template(
        "people/form.html",
        form=form,
        member=member,
        duties=[(ROLES[role], duty) for role, duty in DUTIES.items()],
        held=_held(member) if member else [],
    )
    return page, form.status


def _held(person: Person) -> list[ChannelLine]:
    """The channels in the person's care, to be handed on before they leave."""
    return [line for line in channel_lines(request_session()) if person.id in {line.owner_id, line.deputy_id}]


@bp.post("/people/<int:person_id>/invitation")
@requires(Action.PEOPLE)
def invite(person_id: int) -> ResponseReturnValue:
    """A new link; the one before is void."""
    person = _person(person_id)
    if person.account_id is not None or not person.is_here:
        abort(409)
    return _show_link(person)


def _show_link(person: Person) -> ResponseReturnValue:
    """The link is shown here and never again, so this POST answers with a page of its own."""
    now = request_now()
    token = services.invite(request_session(), person, by=current_person(), now=now)
    request_session().commit()
    link = settings().base_url + url_for("joining.join", token=token)
    return render_template(
        "people/invited.html", member=person, link=link, until=now + services.INVITATION_LIFE
    )


@bp.post("/people/<int:person_id>/left")
@requires(Action.PEOPLE)
def leave(person_id: int) -> ResponseReturnValue:
    person = _person(person_id)
    try:
        services.leave(request_session(), person, by=current_person(), now=request_now())
    except services.LastAdminError:
        flash(_last_admin(), "error")
        return redirect(url_for("people.edit", person_id=person.id), 303)
    request_session().commit()
    flash(_("%(name)s has left.", name=person.name), "success")
    return redirect(url_for("offboarding.show", person_id=person.id), 303)


@bp.post("/people/<int:person_id>/back")
@requires(Action.PEOPLE)
def readmit(person_id: int) -> ResponseReturnValue:
    person = _person(person_id)
    services.readmit(request_session(), person, by=current_person(), now=request_now())
    request_session().commit()
    flash(_("%(name)s is back on the team.", name=person.name), "success")
    return redirect(url_for("people.edit", person_id=person.id), 303)


def _person(person_id: int) -> Person:
    return found(request_session().get(Person, person_id))


def _choices() -> list[tuple[int, str]]:
    return [(line.id, line.name) for line in channel_lines(request_session())]


def _last_admin() -> str:
    return _("This is the only admin who can sign in. Make somebody else an admin first.")


@bp.route("/workspace", methods=["GET", "POST"])
@requires(Action.WORKSPACE)
def workspace() -> ResponseReturnValue:
    by = current_person()
    form = edited(partial(WorkspaceForm, obj=by.workspace))
    if not form.validate_on_submit():
        return render_template("people/workspace.html", form=form), form.status
    said = services.WorkspaceSettings(
        name=form.name.data,
        language=form.language.data,
        zone=form.zone.data,
        region=form.region.data,
        is_public_body=form.is_public_body.data,
        counts_unlabelled=form.counts_unlabelled.data,
        single_words=form.single_words.words,
    )
    services.change_workspace(request_session(), by.workspace, said, by=by, now=request_now())
    request_session().commit()
    flash(_("Saved."), "success")
    return redirect(url_for("people.workspace"), 303)


@bp.get("/journal")
@requires(Action.JOURNAL)
def journal() -> ResponseReturnValue:
    before = request.args.get("before", type=row_id)
    entries = services.journal(request_session(), before=before, most=PAGE + 1)
    more = entries[PAGE - 1].id if len(entries) > PAGE else None
    return render_template("people/journal.html", entries=entries[:PAGE], more=more, subjects=SUBJECTS)
