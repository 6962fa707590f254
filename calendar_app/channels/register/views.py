"""The register's pages: who can post where, one channel's entries, and who has to be taken out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels import services as inventory
from calendar_app.channels.readers import review_intervals
from calendar_app.channels.register import services
from calendar_app.channels.register.forms import AccessForm
from calendar_app.channels.register.models import AccessEntry
from calendar_app.channels.register.standing import standing, standings
from calendar_app.channels.register.wording import KINDS, RIGHTS, WITHDRAWALS
from calendar_app.channels.views import channel_or_404
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.models import Person
from calendar_app.people.services import team

bp = Blueprint("register", __name__)

_ = gettext

# So long before somebody leaves, the list of what to withdraw shows them.
AHEAD = timedelta(days=14)


@bp.get("/access")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    session, now = request_session(), request_now()
    entries = services.register(session)
    return render_template(
        "channels/access/index.html",
        standings=standings(inventory.channels(session), entries, now, review_intervals(session)),
        leaving=_leaving(entries, now),
        withdrawals=WITHDRAWALS,
        now=now,
    )


def _leaving(entries: Sequence[AccessEntry], now: datetime) -> list[tuple[str, list[AccessEntry]]]:
    """By name: the accesses of who has left, or will within two weeks; the longest overdue first."""
    soon = [(end, each) for each in entries if (end := each.ends_at) is not None and end <= now + AHEAD]
    ordered = sorted(soon, key=lambda pair: (pair[1].name.casefold(), pair[0], pair[1].id))
    by_name = groupby(ordered, key=lambda pair: pair[1].name)
    listed = [(name, [entry for _end, entry in pairs]) for name, pairs in by_name]
    return sorted(listed, key=lambda pair: min(each.ends_at for each in pair[1] if each.ends_at))


@bp.get("/channels/<int:channel_id>/access")
@requires(Action.LOOK)
def of_channel(channel_id: int) -> ResponseReturnValue:
    channel = channel_or_404(channel_id)
    session, now = request_session(), request_now()
    entries = services.of_channel(session, channel)
    return render_template(
        "channels/access/channel.html",
        standing=standing(channel, entries, now, review_intervals(session)),
        kinds=KINDS,
        rights=RIGHTS,
        withdrawals=WITHDRAWALS,
        now=now,
    )


@bp.route("/channels/<int:channel_id>/access/new", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def grant(channel_id: int) -> ResponseReturnValue:
    session, channel = request_session(), channel_or_404(channel_id)
    form = AccessForm(team=team(session))
    if not form.validate_on_submit():
        return _form_page(form, channel_id, None)
    services.grant(session, channel, form.particulars(), by=current_person(), now=request_now())
    return _done(channel_id, _("Saved."))


@bp.route("/access/<int:access_id>", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def edit(access_id: int) -> ResponseReturnValue:
    entry = _entry(access_id)
    form = edited(partial(AccessForm, team=_team_with(entry), obj=entry))
    if not form.validate_on_submit():
        return _form_page(form, entry.channel_id, entry)
    services.change(request_session(), entry, form.particulars(), by=current_person(), now=request_now())
    return _done(entry.channel_id, _("Saved."))


def _team_with(entry: AccessEntry) -> list[Person]:
    """Whoever has left stays choosable for their own entry."""
    here = team(request_session())
    return here if entry.person is None or entry.person.is_here else [*here, entry.person]


@bp.post("/access/<int:access_id>/withdraw")
@requires(Action.CHANNELS)
def withdraw(access_id: int) -> ResponseReturnValue:
    """The form says which page it stood on."""
    entry = _entry(access_id)
    channel_id, name, person_id = entry.channel_id, entry.name, entry.person_id
    services.withdraw(request_session(), entry, by=current_person(), now=request_now())
    return _done(channel_id, _("%(name)s is out of the register.", name=name), person_id)


@bp.post("/channels/<int:channel_id>/access/reviewed")
@requires(Action.CHANNELS)
def review(channel_id: int) -> ResponseReturnValue:
    channel = channel_or_404(channel_id)
    services.review(request_session(), channel, by=current_person(), now=request_now())
    return _done(channel_id, _("%(name)s: access reviewed today.", name=channel.name))


def _done(channel_id: int, sentence: str, person_id: int | None = None) -> ResponseReturnValue:
    request_session().commit()
    flash(sentence, "success")
    if request.form.get("back") == "handover" and person_id is not None:
        return redirect(url_for("offboarding.show", person_id=person_id), 303)
    if request.form.get("back") == "all":
        return redirect(url_for("register.index"), 303)
    return redirect(url_for("register.of_channel", channel_id=channel_id), 303)


def _form_page(form: AccessForm, channel_id: int, entry: AccessEntry | None) -> ResponseReturnValue:
    page = render_template(
        "channels/access/form.html", form=form, channel=channel_or_404(channel_id), entry=entry
    )
    return page, form.status


def _entry(access_id: int) -> AccessEntry:
    return found(request_session().get(AccessEntry, access_id))
