"""TikTok."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="tiktok",
    name=Text.name("TikTok"),
    aliases=("Tik Tok", "tiktok.com", "TT"),
    limits=(
        Limit(Part.TEXT, 2200, Unit.UTF16),
        Limit(Part.PHOTO_TITLE, 90, Unit.UTF16),
        Limit(Part.PHOTO_TEXT, 4000, Unit.UTF16),
    ),
    usual_tags=5,
    most_tags=5,
    min_gap=timedelta(hours=4),
    posts_per_day=3,
    answer_window=timedelta(minutes=60),
    quiet_days=14,
    inactive_days=45,
    profile_url="https://www.tiktok.com/@{handle}",
    search_url="https://www.tiktok.com/search?q={words}",
    dialect=dialects.NUMBERS_ARE_TAGS,
    policy=Text(
        "Programs may publish about 15 posts a day. A photo post takes a longer text than a video.",
        "Programme dürfen etwa 15 Beiträge am Tag veröffentlichen. Ein Foto-Beitrag fasst mehr Text als ein "
        "Video.",
    ),
    sources=(
        Source(
            Text("Length, posts a day", "Länge, Beiträge am Tag"),
            "developers.tiktok.com: Content Posting API",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
