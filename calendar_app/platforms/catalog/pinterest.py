"""Pinterest."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="pinterest",
    name=Text.name("Pinterest"),
    aliases=("Pin", "Pins", "pinterest.com", "pinterest.de"),
    limits=(
        Limit(Part.TITLE, 100, Unit.CODE_POINTS),
        Limit(Part.TEXT, 800, Unit.CODE_POINTS),
        Limit(Part.ALT_TEXT, 500, Unit.CODE_POINTS),
        Limit(Part.LINK, 2048, Unit.CODE_POINTS),
    ),
    usual_tags=5,
    min_gap=timedelta(minutes=30),
    posts_per_day=5,
    answer_window=timedelta(hours=24),
    is_looked_into_later=True,
    quiet_days=21,
    inactive_days=60,
    profile_url="https://www.pinterest.com/{handle}/",
    search_url="https://www.pinterest.com/search/pins/?q={words}",
    dialect=dialects.DOTTED_NAMES,
    policy=Text(
        "Only automation that Pinterest has approved; no repetitive saving or commenting.",
        "Nur von Pinterest genehmigte Automatisierung; kein wiederholtes Merken oder Kommentieren.",
    ),
    sources=(
        Source(Text("Length", "Länge"), "Pinterest REST API v5 description (OpenAPI)"),
        Source(
            Text("Automation and spam", "Automatisierung und Spam"),
            "policy.pinterest.com: Community guidelines, spam",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
