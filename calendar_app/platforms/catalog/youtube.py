"""YouTube, its videos and their descriptions."""

from datetime import date, timedelta

from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="youtube",
    name=Text.name("YouTube"),
    aliases=("YT", "youtube.com", "You Tube", "Shorts"),
    limits=(Limit(Part.TITLE, 100, Unit.CODE_POINTS), Limit(Part.TEXT, 5000, Unit.UTF8_BYTES)),
    usual_tags=5,
    most_tags=15,
    min_gap=timedelta(hours=24),
    posts_per_day=1,
    answer_window=timedelta(hours=24),
    is_looked_into_later=True,
    quiet_days=45,
    inactive_days=90,
    profile_url="https://www.youtube.com/@{handle}",
    search_url="https://www.youtube.com/results?search_query={words}",
    refused_signs="<>",
    policy=Text(
        "The same content again and again, on one or on several channels, is spam. Sources name 15 or 60 "
        "hashtags; Parley takes 15. Title and description must not contain < or >.",
        "Dieselben Inhalte immer wieder, auf einem oder mehreren Kanälen, gelten als Spam. Quellen nennen "
        "15 oder 60 Hashtags; Parley nimmt 15. Titel und Beschreibung dürfen weder < noch > enthalten.",
    ),
    sources=(
        Source(
            Text("Length, hashtags", "Länge, Hashtags"), "developers.google.com: YouTube Data API, videos"
        ),
        Source(Text("Spam", "Spam"), "YouTube spam policy, copy of 2022"),
    ),
    checked_on=date(2026, 11, 1),
)
