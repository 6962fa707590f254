"""The calendar: week, month and list, with the same filters and the same address for the same sight."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.board import services
from calendar_app.board.periods import Month, Span, Week
from calendar_app.campaigns.services import campaigns
from calendar_app.channels.services import channels
from calendar_app.engagement.inbound.services import waiting
from calendar_app.engagement.wording import SLOT_KINDS
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, may, requires
from calendar_app.people.services import team
from calendar_app.posts.telling.words import STATUS_WORDS
from calendar_app.posts.themes.gauge import gauge
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.themes.services import offered
from calendar_app.sights.addresses import filters_in, words_of
from calendar_app.sights.filters import Filters
from calendar_app.sights.services import views_of

bp = Blueprint("board", __name__)
_ = mark

LISTED_WEEKS = 4
SHOWN_PER_DAY = 4  # in a month's cell; the rest stands behind "+n"


@bp.get("/week")
@bp.get("/week/<name>")
@requires(Action.LOOK)
def week(name: str | None = None) -> ResponseReturnValue:
    """Seven days beside each other."""
    shown = Week.of(_today()) if name is None else found(Week.read(name))
    return _page(
        "board/week.html",
        shown.span,
        week=shown,
        balances=_balances(shown),
        earlier=_to("board.week", name=shown.shifted(-1).name),
        later=_to("board.week", name=shown.shifted(1).name),
        current=_to("board.week", _anchor="today"),
    )


@bp.get("/month")
@bp.get("/month/<name>")
@requires(Action.LOOK)
def month(name: str | None = None) -> ResponseReturnValue:
    """The weeks of a month below each other; the balance is that of the week that is today's or the first."""
    shown = Month.of(_today()) if name is None else found(Month.read(name))
    today = _today()
    in_month = shown.span.first <= today <= shown.span.last
    return _page(
        "board/month.html",
        shown.span,
        month=shown,
        balances=_balances(Week.of(today if in_month else shown.first)),
        shown_per_day=SHOWN_PER_DAY,
        earlier=_to("board.month", name=shown.shifted(-1).name),
        later=_to("board.month", name=shown.shifted(1).name),
        current=_to("board.month"),
    )


@bp.get("/list")
@bp.get("/list/<name>")
@requires(Action.LOOK)
def listing(name: str | None = None) -> ResponseReturnValue:
    """Four weeks, day by day, and what has no day yet."""
    first = Week.of(_today()) if name is None else found(Week.read(name))
    return _page(
        "board/listing.html",
        Span(first.monday, first.shifted(LISTED_WEEKS).monday - timedelta(days=1)),
        week=first,
        undated=services.undated(request_session(), _filters()),
        balances=_balances(first),
        earlier=_to("board.listing", name=first.shifted(-LISTED_WEEKS).name),
        later=_to("board.listing", name=first.shifted(LISTED_WEEKS).name),
        current=_to("board.listing"),
    )


def _page(template: str, span: Span, **values: Any) -> str:
    session, person, filters = request_session(), current_person(), _filters()
    days = services.days(session, span, zone=person.zone, filters=filters, now=request_now())
    themes = _themes(span, filters.theme_id)
    return render_template(
        template,
        days=days,
        overdue=[each for each in waiting(session, now=request_now()) if each.is_overdue],
        weeks=[days[start : start + 7] for start in range(0, len(days), 7)],
        today=_today(),
        now=to_wall(request_now(), person.zone),
        filters=filters,
        kept=views_of(session, person),
        words_of=words_of,
        channels=channels(session),
        people=team(session),
        campaigns=campaigns(session) if may(person, Action.PREPARE) else [],
        themes=themes,
        gauge=gauge(session, zone=person.workspace.zone, now=request_now()) if themes else None,
        statuses=[(status.value, gettext(word)) for status, word in STATUS_WORDS.items()],
        views=_views(span.first),
        week_name=lambda day: Week.of(day).name,
        kind_words={kind: gettext(words) for kind, words in SLOT_KINDS.items()},
        **values,
    )


def _views(first: date) -> list[dict[str, object]]:
    """The switch between the views; it stays at the time that is shown. Ideas have none."""
    week_name = Week.of(first).name
    middle = (
        Month.of(first + timedelta(days=10)).name
        if request.endpoint == "board.month"
        else Month.of(first).name
    )
    items = (
        ("board.week", week_name, gettext(_("Week")), "w"),
        ("board.month", middle, gettext(_("Month")), "m"),
        ("board.listing", week_name, gettext(_("List")), "d"),
    )
    views: list[dict[str, object]] = [
        {
            "url": _to(endpoint, name=name),
            "label": label,
            "key": key,
            "is_current": request.endpoint == endpoint,
        }
        for endpoint, name, label, key in items
    ]
    if may(current_person(), Action.WRITE):
        views.append({"url": url_for("posts.ideas"), "label": gettext(_("Ideas")), "key": "i"})
    return views


def _balances(week: Week) -> list[services.Balance]:
    return services.balances(request_session(), week, zone=current_person().zone, now=request_now())


def _themes(span: Span, chosen_id: int | None) -> Sequence[Theme]:
    """What the filter offers for the days that are shown."""
    today = to_wall(request_now(), current_person().workspace.zone).date()
    return offered(request_session(), (span.first, span.last), today=today, chosen_id=chosen_id)


def _filters() -> Filters:
    return filters_in(request.args)


def _to(endpoint: str, **values: str) -> str:
    """The address of another sight with the same filters."""
    return url_for(endpoint, **values, **words_of(_filters()))  # type: ignore[arg-type]


def _today() -> date:
    return to_wall(request_now(), current_person().zone).date()
