"""Reddit; each community has rules of its own."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="reddit",
    name=Text.name("Reddit"),
    aliases=("reddit.com", "Subreddit"),
    limits=(Limit(Part.TITLE, 300, Unit.CODE_POINTS, is_unit_documented=False),),
    usual_tags=0,
    min_gap=timedelta(hours=24),  # within one community
    posts_per_day=1,
    answer_window=timedelta(minutes=60),
    quiet_days=14,
    inactive_days=45,
    own_share=10,
    profile_url="https://www.reddit.com/user/{handle}/",
    search_url="https://www.reddit.com/search/?q={words}&sort=new",
    dialect=dialects.REDDIT,
    policy=Text(
        "An old rule of thumb: at most one in ten contributions about oneself, comments included. "
        "Communities differ and judge by intent.",
        "Alte Faustregel: höchstens einer von zehn Beiträgen in eigener Sache, Kommentare zählen mit. "
        "Communitys handhaben das verschieden und urteilen nach der Absicht.",
    ),
    sources=(
        Source(
            Text("Contributions about oneself", "Beiträge in eigener Sache"),
            "reddit.com, r/modnews, December 2014: self-promotion",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
