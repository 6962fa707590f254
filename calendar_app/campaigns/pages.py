"""What the pages of this room share: finding a campaign, and showing it with all that belongs to it."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from calendar_app.campaigns import contest, premortem, services
from calendar_app.campaigns.aftercare import what_to_do
from calendar_app.campaigns.forms import OnCallForm, TaskForm
from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.readers import PostLine, posts_of
from calendar_app.campaigns.wording import KINDS, SCENARIOS
from calendar_app.channels.models import Channel
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, may
from calendar_app.people.services import team
from calendar_app.rules.catalog.premortem_incomplete import PUBLIC_CHOICE

ON_CALL_FOR = timedelta(hours=48)
"""What the form offers: the first two days, in which most goes wrong."""


def the_campaign(campaign_id: int) -> Campaign:
    return found(services.campaign(request_session(), campaign_id))


def campaign_page(
    row: Campaign,
    *,
    on_call_form: OnCallForm | None = None,
    task_form: TaskForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """A campaign: what is open, its posts, worst cases, who is on call, what follows."""
    session, person = request_session(), current_person()
    page = render_template(
        "campaigns/show.html",
        campaign=row,
        kinds=KINDS,
        scenarios=SCENARIOS,
        points=premortem.points_of(session, row),
        is_signed=premortem.is_signed(row),
        may_sign=may(person, Action.APPROVE) and row.owner_id != person.id,
        why_not_signed=premortem.why_not_signed(session, row, person),
        by_channel=_by_channel(posts_of(session, row.id)),
        on_call_form=on_call_form or empty_on_call_form(row),
        task_form=task_form or TaskForm(team=team(session), formdata=None),
        what_to_do=what_to_do,
        today=_today(row),
        refusal=refusal,
        is_public_choice=row.kind in PUBLIC_CHOICE,
        terms=next(iter(contest.terms_of(session, row)), None),
        records=contest.records_of(session, row),
        **_moments(row),
    )
    return page, status


def _by_channel(lines: Iterable[PostLine]) -> list[tuple[Channel, list[PostLine]]]:
    return [(channel, list(own)) for channel, own in groupby(lines, key=lambda line: line.channel)]


def _moments(row: Campaign) -> dict[str, object]:
    now = request_now()
    return {"has_begun": row.has_begun(now), "has_ended": row.ends_at is not None and row.ends_at <= now}


def _today(row: Campaign) -> date:
    return to_wall(request_now(), row.zone).date()


def empty_on_call_form(row: Campaign) -> OnCallForm:
    """The form with the stretch that still lacks somebody: after the last turn, or from the start."""
    return OnCallForm(team=team(request_session()), formdata=None, data=_uncovered(row))


def _uncovered(row: Campaign) -> dict[str, date | time]:
    if row.starts_wall is None:
        return {}
    end = row.starts_wall + ON_CALL_FOR
    start = max((each.ends_wall for each in row.on_call), default=row.starts_wall)
    if start >= end:
        return {}
    return {
        "starts_day": start.date(),
        "starts_time": start.time(),
        "ends_day": end.date(),
        "ends_time": end.time(),
    }
