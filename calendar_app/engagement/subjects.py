"""How the pages of dialog time are grouped: four subjects, each with its pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for

from calendar_app.engagement.pages import bp
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.access import Action, current_person, may

_ = mark

# Subject and its pages: endpoint, name, and what one must be allowed to do.
_SUBJECTS = (
    (
        _("Planning"),
        (
            ("engagement.index", _("Reserved time"), Action.LOOK),
            ("planner.index", _("Proposals"), Action.RESERVE),
            ("planner.coverage", _("Coverage"), Action.RESERVE),
            ("engagement.people", _("Who is there"), Action.LOOK),
        ),
    ),
    (
        _("Answers"),
        (
            ("engagement.inbound", _("Inquiries"), Action.LOG),
            ("engagement.snippets", _("Snippets"), Action.LOG),
        ),
    ),
    (
        _("Visits"),
        (
            ("engagement.agenda", _("Whom to visit"), Action.LOG),
            ("engagement.occasions", _("Occasions"), Action.LOG),
            ("engagement.materials", _("To pass on"), Action.LOG),
        ),
    ),
    (_("Months"), (("engagement.months", _("Months"), Action.LOOK),)),
)
_SAME_PAGE = {
    "engagement.calendars": "engagement.people",
    "engagement.keep_audience": "engagement.months",
    "engagement.month_sample": "engagement.months",
}


@bp.app_context_processor
def _subjects() -> dict[str, object]:
    """For the pages of the planner, too."""
    return {"dialog_subjects": dialog_subjects}


def dialog_subjects() -> Sequence[Mapping[str, Any]]:
    """The subjects with the pages that the reader may open, as tabs want them."""
    here, reader = _SAME_PAGE.get(request.endpoint or "", request.endpoint), current_person()
    found: list[dict[str, Any]] = []
    for name, known in _SUBJECTS:
        pages = [
            {"label": gettext(label), "url": url_for(endpoint), "is_current": endpoint == here}
            for endpoint, label, action in known
            if may(reader, action)
        ]
        if pages:
            subject = {"label": gettext(name), "url": pages[0]["url"], "pages": pages}
            found.append(subject | {"is_current": any(page["is_current"] for page in pages)})
    return found
