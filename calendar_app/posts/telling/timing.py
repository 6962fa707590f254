"""Wall times that mean something else than they say, or nothing, told in the reader's language."""

from datetime import datetime

from calendar_app.foundation.i18n import format_date, format_time, gettext
from calendar_app.foundation.zones import is_double, is_missing, to_utc, to_wall

_ = gettext


def remark_on(wall: datetime | None, zone: str) -> str | None:
    """What has to be said of a typed wall time at a change of clocks; None on all other days."""
    if wall is None or not (is_missing(wall, zone) or is_double(wall, zone)):
        return None
    words = {"time": format_time(wall), "day": format_date(wall, "long"), "zone": zone}
    if is_double(wall, zone):
        return _("%(time)s comes twice on %(day)s in %(zone)s; the first one is meant.", **words)
    return _(
        "%(time)s does not exist on %(day)s in %(zone)s; %(used)s is used.",
        used=format_time(to_wall(to_utc(wall, zone), zone)),
        **words,
    )
