"""Bluesky."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="bluesky",
    name=Text.name("Bluesky"),
    aliases=("bsky", "bsky.app", "Blue Sky", "bsky.social"),
    limits=(
        Limit(Part.TEXT, 300, Unit.BLUESKY_GRAPHEMES),
        Limit(Part.TEXT, 3000, Unit.BLUESKY_BYTES),
        Limit(Part.ALT_TEXT, 2000, Unit.BLUESKY_GRAPHEMES, is_unit_documented=False),
        Limit(Part.TAG, 64, Unit.BLUESKY_GRAPHEMES),
        Limit(Part.TAG, 640, Unit.BLUESKY_BYTES),
    ),
    usual_tags=3,
    min_gap=timedelta(minutes=60),
    posts_per_day=5,
    answer_window=timedelta(minutes=60),
    quiet_days=10,
    inactive_days=30,
    profile_url="https://bsky.app/profile/{handle}",
    search_url="https://bsky.app/search?q={words}",
    dialect=dialects.BLUESKY,
    policy=Text(
        "Bots that post at regular times are welcome; a bot may turn to people only when they tag it. Since "
        "March 2026 an account can label itself as a bot.",
        "Bots mit regelmäßigen Beiträgen sind willkommen; an Menschen wenden dürfen sie sich nur, wenn "
        "diese sie markieren. Seit März 2026 kann sich ein Konto selbst als Bot kennzeichnen.",
    ),
    sources=(
        Source(Text("Length", "Länge"), "lexicon app.bsky.feed.post"),
        Source(Text("Automated accounts", "Automatisierte Konten"), "docs.bsky.app: Bots"),
        Source(
            Text("Length of an image description", "Länge einer Bildbeschreibung"),
            "github.com/bluesky-social/social-app: constants; accessible-social.com: Image accessibility",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
