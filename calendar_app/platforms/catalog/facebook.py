"""Facebook pages."""

from datetime import date, timedelta

from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="facebook",
    name=Text.name("Facebook"),
    aliases=("FB", "Facebookseite", "facebook.com"),
    limits=(Limit(Part.TEXT, 63_206, Unit.UTF16, is_unit_documented=False),),
    usual_tags=2,
    min_gap=timedelta(hours=4),
    posts_per_day=2,
    answer_window=timedelta(minutes=60),
    quiet_days=14,
    inactive_days=30,
    profile_url="https://www.facebook.com/{handle}",
    search_url="https://www.facebook.com/search/posts/?q={words}",
    policy=Text(
        "A repeated status is refused (error 506). Unoriginal content gets less reach, and so do posts that "
        "beg for likes, shares, tags, votes or comments; an honest request for help or advice is fine.",
        "Ein wiederholter Status wird abgelehnt (Fehler 506). Nicht Eigenes verliert Reichweite, ebenso "
        "Beiträge, die um Likes, Teilen, Markieren, Abstimmen oder Kommentare betteln; eine ehrliche Bitte "
        "um Hilfe oder Rat nicht.",
    ),
    sources=(
        Source(
            Text("Same text twice", "Gleicher Text zweimal"),
            "developers.facebook.com: Graph API error 506, duplicate status message",
        ),
        Source(
            Text("Reach", "Reichweite"),
            "Meta, July 2025: less reach for repeated reuse; December 2017: engagement bait",
        ),
        Source(
            Text(
                "Length: practice, documented nowhere by the platform",
                "Länge: Praxis, von der Plattform nirgends dokumentiert",
            )
        ),
    ),
    checked_on=date(2026, 11, 1),
)
