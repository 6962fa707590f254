"""Threads."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="threads",
    name=Text.name("Threads"),
    aliases=("threads.net", "threads.com"),
    limits=(Limit(Part.TEXT, 500, Unit.EMOJI_AS_BYTES),),
    usual_tags=1,
    most_tags=1,
    most_links=5,
    min_gap=timedelta(minutes=60),
    posts_per_day=4,
    answer_window=timedelta(minutes=60),
    quiet_days=10,
    inactive_days=30,
    profile_url="https://www.threads.net/@{handle}",
    search_url="https://www.threads.net/search?q={words}",
    dialect=dialects.DOTTED_NAMES,
    policy=Text(
        "At most 250 posts in 24 hours through the interface for programs; one topic tag and five links per "
        "post.",
        "Höchstens 250 Beiträge in 24 Stunden über die Programmierschnittstelle; je Beitrag ein Thema und "
        "fünf Links.",
    ),
    sources=(
        Source(
            Text("Length, posts in 24 hours", "Länge, Beiträge in 24 Stunden"),
            "developers.facebook.com: Threads API, Posts",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
