"""Mastodon; limits and rules are those of the account's server."""

from datetime import date, timedelta

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit
from calendar_app.platforms.platform import Limit, Part, Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="mastodon",
    name=Text.name("Mastodon"),
    aliases=("Fediverse", "Fediversum", "Toot", "Toots", "Tröt", "mastodon.social"),
    limits=(
        Limit(Part.WARNING_AND_TEXT, 500, Unit.MASTODON),
        Limit(Part.ALT_TEXT, 1500, Unit.CODE_POINTS, is_unit_documented=False),
    ),
    usual_tags=4,
    min_gap=timedelta(minutes=60),
    posts_per_day=5,
    answer_window=timedelta(minutes=60),
    quiet_days=10,
    inactive_days=30,
    profile_url="https://{server}/@{handle}",
    search_url="https://{server}/search?q={words}",
    dialect=dialects.MASTODON,
    policy=Text(
        "Every server has rules of its own. An account that mainly acts automatically, and that perhaps "
        "nobody watches, carries the bot mark. A server may allow longer texts: its limit is set on the "
        "channel.",
        "Jeder Server hat eigene Regeln. Ein Konto, das überwiegend automatisch handelt und vielleicht von "
        "niemandem betreut wird, trägt das Bot-Kennzeichen. Ein Server kann längere Texte erlauben: Die "
        "Grenze steht am Kanal.",
    ),
    sources=(
        Source(
            Text("Characters, links, mentions", "Zeichen, Links, Erwähnungen"),
            "docs.joinmastodon.org: Posting to your profile",
        ),
        Source(Text("Bot mark", "Bot-Kennzeichen"), "docs.joinmastodon.org: Setting up your profile"),
        Source(
            Text("Length of an image description", "Länge einer Bildbeschreibung"),
            "github.com/mastodon/mastodon: issue 12268, length of alt text",
        ),
    ),
    checked_on=date(2026, 11, 1),
)
