"""Which calendar app has fetched a feed."""

from calendar_app.foundation.forms import clean

# A part of the User-Agent, in lower case, and what people call the app. The first that fits counts.
_APPS = (
    ("google-calendar-importer", "Google Calendar"),
    ("googlebot", "Google"),
    ("thunderbird", "Thunderbird"),
    ("microsoft outlook", "Outlook"),
    ("microsoft office", "Outlook"),
    ("microsoft exchange", "Outlook"),
    ("microsoft.exchange", "Outlook"),
    ("dataaccessd", "Apple Calendar"),
    ("calendaragent", "Apple Calendar"),
    ("icsx5", "ICSx⁵"),
    ("evolution", "GNOME Calendar"),
    ("gnome-calendar", "GNOME Calendar"),
    ("akonadi", "KDE Kalendar"),
    ("korganizer", "KDE Kalendar"),
    ("nextcloud", "Nextcloud"),
    ("vdirsyncer", "vdirsyncer"),
    ("homeassistant", "Home Assistant"),
    ("proton", "Proton Calendar"),
    ("mozilla/", "Browser"),
)
_LONGEST = 60


def app_name(user_agent: str) -> str:
    """The app behind a User-Agent; an unknown one by the first word it says, "" when it says nothing."""
    said = clean(user_agent).casefold()
    for part, name in _APPS:
        if part in said:
            return name
    return clean(user_agent).split("/")[0].split(" ")[0][:_LONGEST]
