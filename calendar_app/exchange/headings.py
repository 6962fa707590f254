"""What columns and cell values of real plans mean, in English and German."""

import re
import unicodedata

from calendar_app.rules.facts import Mode, Role, Status

HEADINGS: dict[str, tuple[str, ...]] = {
    "channel": ("channel", "kanal", "account", "konto", "profil", "profile", "ausspielkanal"),
    "platform": ("platform", "plattform", "network", "netzwerk", "medium", "social network"),
    "date": ("date", "datum", "tag", "day", "publish date", "veroffentlichungsdatum", "termin"),
    "time": ("time", "uhrzeit", "zeit", "publish time", "uhr", "posting time"),
    "text": (
        "text",
        "copy",
        "caption",
        "beitrag",
        "beitragstext",
        "posttext",
        "post",
        "content",
        "inhalt",
        "message",
    ),
    "title": ("title", "titel", "headline", "uberschrift"),
    "mode": ("mode", "modus", "art", "veroffentlichungsart", "how"),
    "status": ("status", "state", "stand", "freigabe"),
    "label": ("label", "labels", "kategorie", "category", "typ", "type", "format"),
    "answer_person": (
        "answer_person",
        "answer person",
        "answers",
        "owner",
        "responsible",
        "verantwortlich",
        "zustandig",
        "zustandigkeit",
        "antwort",
        "antwort-zustandigkeit",
        "betreuung",
        "community",
    ),
    "minutes": ("minutes", "minuten", "dauer", "duration", "min"),
}
"""Column → the headings it goes by, folded as `fold` does."""

NEEDED = ("channel", "date", "text")

MODES: dict[str, Mode] = {
    **dict.fromkeys(("live", "von hand", "manual", "manuell", "by hand"), Mode.LIVE),
    **dict.fromkeys(
        ("scheduled", "geplant", "eingeplant", "planned", "freigegeben", "approved"), Mode.SCHEDULED
    ),
    **dict.fromkeys(("recycled", "wiederverwertet", "evergreen", "wiederholung", "archiv"), Mode.RECYCLED),
    **dict.fromkeys(("feed", "rss", "automatisch", "automatic", "automated", "auto", "bot"), Mode.FEED),
    **dict.fromkeys(("sync", "mirrored", "gespiegelt", "crosspost", "crossposting"), Mode.SYNC),
}

STATUSES: dict[str, Status] = {
    **dict.fromkeys(("draft", "entwurf", "idea", "idee", "offen", "in arbeit", "todo"), Status.DRAFT),
    **dict.fromkeys(("review", "in review", "in prufung", "zur freigabe", "abstimmung"), Status.IN_REVIEW),
    **dict.fromkeys(("published", "veroffentlicht", "online", "live gegangen", "erledigt"), Status.PUBLISHED),
    **dict.fromkeys(("cancelled", "canceled", "abgesagt", "entfallt", "gestrichen"), Status.CANCELLED),
}

DIALOG = {
    "dialog",
    "dialog time",
    "dialogzeit",
    "engagement",
    "kommentieren",
    "community management",
    "antworten",
}

_MACHINES = {
    "feed",
    "rss",
    "bot",
    "automatisch",
    "automatic",
    "auto",
    "tool",
    "-",
    "–",
    "n/a",
    "niemand",
    "nobody",
}
_TRAINEES = ("trainee", "intern", "azubi", "auszubildend", "praktik", "volont", "werkstudent", "apprentice")


def fold(word: str) -> str:
    """A heading or value without case, accents, spaces around, and signs at its end."""
    plain = unicodedata.normalize("NFKD", word.strip().strip("*:").casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_]+", " ", letters).strip()


def column_of(heading: str) -> str | None:
    """The column a heading means, None for one that means nothing here."""
    word = fold(heading)
    return next(
        (column for column, names in HEADINGS.items() if word in {fold(name) for name in names}), None
    )


def is_person(name: str) -> bool:
    """Whether a cell of the answer column names somebody; "Feed" or "–" does not."""
    return bool(name.strip()) and fold(name) not in _MACHINES


def role_of(name: str) -> Role:
    """Trainees named as such may answer, but not alone."""
    return Role.TRAINEE if fold(name).startswith(_TRAINEES) else Role.AUTHOR
