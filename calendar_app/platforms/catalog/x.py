"""X, formerly Twitter."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="x",
    name=Text.name("X"),
    aliases=("Twitter", "x.com", "twitter.com", "Tweet", "Tweets"),
    limits=(
        Limit(Part.TEXT, 280, Unit.WEIGHTED),
        Limit(Part.ALT_TEXT, 1000, Unit.CODE_POINTS, is_unit_documented=False),
    ),
    usual_tags=2,
    min_gap=timedelta(minutes=60),
    posts_per_day=5,
    answer_window=timedelta(minutes=60),
    quiet_days=10,
    inactive_days=30,
    profile_url="https://x.com/{handle}",
    search_url="https://x.com/search?q={words}&f=live",
    dialect=dialects.X,
    policy=Text(
        "The same or a similar text must not go out over several accounts, queued posts included. Posting "
        "from a feed is allowed; automated accounts carry a label and a human account behind them; liking "
        "by machine and mentioning people unasked are not allowed.",
        "Derselbe oder ein ähnlicher Text darf nicht über mehrere Konten gehen, auch nicht eingeplant. "
        "Beiträge aus einem Feed sind erlaubt; automatisierte Konten tragen eine Kennzeichnung und nennen "
        "ein menschliches Konto; automatisches Liken und ungefragtes Erwähnen sind verboten.",
    ),
    sources=(
        Source(
            Text("Counting characters", "Zeichen zählen"),
            "docs.x.com: Counting characters; twitter-text configuration v3 and its conformance suite",
        ),
        Source(
            Text("Duplicate posts, automation", "Doppelte Beiträge, Automatisierung"),
            "docs.x.com: Developer guidelines",
        ),
        Source(
            Text("Length of an image description", "Länge einer Bildbeschreibung"),
            "accessible-social.com: Image accessibility by platform",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
