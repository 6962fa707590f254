"""Instagram."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="instagram",
    name=Text.name("Instagram"),
    aliases=("Insta", "IG", "instagram.com"),
    limits=(Limit(Part.TEXT, 2200, Unit.UTF16, is_unit_documented=False),),
    usual_tags=5,
    most_tags=5,
    most_mentions=20,
    min_gap=timedelta(hours=4),
    posts_per_day=2,
    answer_window=timedelta(minutes=60),
    quiet_days=14,
    inactive_days=30,
    profile_url="https://www.instagram.com/{handle}/",
    search_url="https://www.instagram.com/explore/search/keyword/?q={words}",
    dialect=dialects.NUMBERS_ARE_TAGS,
    policy=Text(
        "Five hashtags since December 2025, though the text for programmers still says 30. Programs may "
        "publish a limited number of posts in any 24 hours (documented as 100); a carousel counts once. "
        "Links are not clickable.",
        "Seit Dezember 2025 fünf Hashtags, auch wenn der Text für Programme noch 30 nennt. Programme dürfen "
        "in 24 Stunden eine begrenzte Zahl von Beiträgen veröffentlichen (dokumentiert: 100); ein "
        "Karussell zählt einmal. Links sind nicht anklickbar.",
    ),
    sources=(
        Source(
            Text("Length, posts in 24 hours", "Länge, Beiträge in 24 Stunden"),
            "developers.facebook.com: Instagram platform, media and content_publishing_limit",
        ),
        Source(Text("Five hashtags", "Fünf Hashtags"), "Instagram @creators, 19 December 2025"),
    ),
    checked_on=date(2026, 11, 1),
)
