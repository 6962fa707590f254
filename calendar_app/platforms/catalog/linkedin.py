"""LinkedIn pages."""

from datetime import date, timedelta

from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="linkedin",
    name=Text.name("LinkedIn"),
    aliases=("LI", "linkedin.com", "Linked In"),
    limits=(Limit(Part.TEXT, 3000, Unit.UTF16, is_unit_documented=False),),
    usual_tags=5,
    min_gap=timedelta(hours=18),
    posts_per_day=1,
    answer_window=timedelta(minutes=90),
    quiet_days=14,
    inactive_days=30,
    profile_url="https://www.linkedin.com/company/{handle}/",
    search_url="https://www.linkedin.com/search/results/content/?keywords={words}",
    policy=Text(
        "The user agreement bans bots and automated engagement; excessive or automated comments are hidden.",
        "Die Nutzungsvereinbarung verbietet Bots und automatisierte Interaktionen; übermäßige oder "
        "automatische Kommentare werden ausgeblendet.",
    ),
    sources=(
        Source(
            Text("Automated engagement", "Automatisierte Interaktion"),
            "LinkedIn user agreement, November 2024 wording on inauthentic engagement",
        ),
        Source(
            Text(
                "Length: practice, the unit is not documented",
                "Länge: Praxis, die Einheit ist nicht dokumentiert",
            )
        ),
    ),
    checked_on=date(2026, 11, 1),
)
