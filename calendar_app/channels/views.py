"""The inventory's pages: all channels, one channel, its entry. The steps of its life: stepping.py."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels import services
from calendar_app.channels.entry import entries, entry
from calendar_app.channels.forms import ChannelForm, NewChannelForm
from calendar_app.channels.gate.services import gate_of
from calendar_app.channels.models import Channel
from calendar_app.channels.probation import review_day
from calendar_app.channels.readers import known, record_since_launch, silences
from calendar_app.channels.signing import signature
from calendar_app.channels.states import next_steps
from calendar_app.channels.wording import GAPS, STEPS, UNITS
from calendar_app.foundation.editing import differences
from calendar_app.foundation.i18n import format_date, gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.services import team
from calendar_app.platforms.platform import PART_WORDS

bp = Blueprint("channels", __name__)

_ = gettext


@bp.get("/channels")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    session, now = request_session(), request_now()
    listed = entries(services.channels(session), known(session, now), now)
    return render_template(
        "channels/index.html",
        living=[each for each in listed if not each.has_ended],
        ended=[each for each in listed if each.has_ended],
        gap_texts=GAPS,
        with_gaps=sum(1 for each in listed if each.gaps),
        silent=sum(1 for each in listed if each.is_silent),
    )


@bp.get("/channels/<int:channel_id>")
@requires(Action.LOOK)
def show(channel_id: int) -> ResponseReturnValue:
    channel = channel_or_404(channel_id)
    session, now = request_session(), request_now()
    read = known(session, now)
    review_on = review_day(channel, read.tunings)
    return render_template(
        "channels/show.html",
        entry=entry(channel, read, now),
        review_on=review_on,
        gate=gate_of(session, channel) if review_on else None,
        record=record_since_launch(session, channel, now) if review_on else None,
        today=now.astimezone(ZoneInfo(channel.zone)).date(),
        channel=channel,
        steps=[(step, STEPS[step]) for step in next_steps(channel)],
        gap_texts=GAPS,
        signature=signature,
        part_words=PART_WORDS,
        units=UNITS,
    )


@bp.post("/channels/<int:channel_id>/silence")
@requires(Action.CHANNELS)
def put_off(channel_id: int) -> ResponseReturnValue:
    """What is to become of a silent channel is decided later; once for each silence."""
    session, channel, now = request_session(), channel_or_404(channel_id), request_now()
    silence = silences(session, now)(channel)
    if not silence.may_be_put_off:
        flash(_("This can be put off once, while the channel is inactive."), "warning")
    else:
        until = services.put_off(session, channel, silence.decide_within, by=current_person(), now=now)
        session.commit()
        flash(
            _("%(name)s: to be decided until %(day)s.", name=channel.name, day=format_date(until)), "success"
        )
    return redirect(url_for("channels.show", channel_id=channel.id), 303)


@bp.route("/channels/new", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def new() -> ResponseReturnValue:
    session, by = request_session(), current_person()
    form = NewChannelForm(
        team=team(session),
        data={
            "zone": by.workspace.zone,
            "languages": [by.workspace.language],
            "owner_id": by.id,
            "stripe": services.free_stripe(session),
        },
    )
    if not form.validate_on_submit():
        return _form_page(form, None), 422 if form.is_submitted() else 200
    channel = services.add_channel(session, _particulars(form), form.state.data, by=by, now=request_now())
    session.commit()
    flash(_("%(name)s is in the inventory.", name=channel.name), "success")
    return redirect(url_for("channels.show", channel_id=channel.id), 303)


@bp.route("/channels/<int:channel_id>/edit", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def edit(channel_id: int) -> ResponseReturnValue:
    session, channel = request_session(), channel_or_404(channel_id)
    form = ChannelForm(team=team(session), obj=channel)
    if not form.validate_on_submit():
        return _form_page(form, channel), 422 if form.is_submitted() else 200
    if form.revision.data != str(channel.revision):
        return _conflict(form, channel)
    services.change_channel(session, channel, _particulars(form), by=current_person(), now=request_now())
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("channels.show", channel_id=channel.id), 303)


def _conflict(form: ChannelForm, channel: Channel) -> ResponseReturnValue:
    """Somebody else saved in between: both versions are shown, and what was typed stays in the form."""
    theirs = ChannelForm(team=team(request_session()), formdata=None, obj=channel)
    form.revision.data = str(channel.revision)
    return _form_page(form, channel, differing=differences(form, theirs)), 409


def _form_page(form: ChannelForm, channel: Channel | None, **more: object) -> str:
    return render_template("channels/form.html", form=form, channel=channel, **more)


def _particulars(form: ChannelForm) -> services.Particulars:
    return services.Particulars(
        name=form.name.data or "",
        platform=form.platform.data,
        url=form.url.data or "",
        zone=form.zone.data or "",
        languages=form.languages.codes,
        purpose=form.purpose.data or "",
        audience=form.audience.data or "",
        is_service=form.is_service.data,
        declared_bot=form.declared_bot.data,
        text_limit=form.text_limit.data,
        owner_id=form.owner_id.data,
        deputy_id=form.deputy_id.data,
        stripe=form.stripe.data,
        signing=form.signing.data,
        names_team=form.names_team.data,
        needs_dialog_base=form.needs_dialog_base.data,
        outside_tool=form.outside_tool.data,
        outside_posts_per_week=form.outside_posts_per_week.data or 0,
        outside_mirror_since=form.outside_mirror_since.data,
        event_from=form.event_from.data,
        event_until=form.event_until.data or form.event_from.data,
    )


def channel_or_404(channel_id: int) -> Channel:
    return found(services.find(request_session(), channel_id))
