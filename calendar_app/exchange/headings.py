"""What columns and cell values of real plans mean, in English and German."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from calendar_app.rules.facts import Label, Mode, Role, Status

Meaning = TypeVar("Meaning")


def fold(word: str) -> str:
    """A heading or value without case, accents, brackets and what stands in them, and signs at its ends."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", " ", word[:200]).casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_]+", " ", letters).strip(" *:#")


def _by_spelling(*entries: tuple[Meaning, str]) -> Mapping[str, Meaning]:
    """Spelling → meaning, from meanings with their spellings separated by commas."""
    return {fold(word): meaning for meaning, words in entries for word in words.split(",")}


COLUMNS = _by_spelling(
    ("channel", "channel, channels, kanal, kanäle, account, konto, profil, profile, ausspielkanal"),
    ("platform", "platform, platforms, plattform, plattformen, network, netzwerk, medium, social network"),
    ("date", "date, datum, tag, day, publish date, veröffentlichungsdatum, termin"),
    ("date", "date/time, datum/uhrzeit, datum und uhrzeit, datetime, zeitpunkt, scheduled at, at"),
    ("time", "time, uhrzeit, zeit, publish time, uhr, posting time"),
    ("text", "text, copy, caption, beitrag, beitragstext, posttext, post, content, inhalt, message"),
    ("title", "title, titel, headline, überschrift"),
    ("mode", "mode, modus, art, veröffentlichungsart, how"),
    ("status", "status, state, stand, freigabe"),
    ("label", "label, labels, kategorie, category, typ, type, format"),
    ("answer_person", "answer_person, answers, owner, responsible, verantwortlich, zuständig, zuständigkeit"),
    ("answer_person", "antwort, antwortet, antwort-zuständigkeit, betreuung, community"),
    ("minutes", "minutes, minuten, dauer, duration, min"),
)

NEEDED = ("channel", "date", "text")

MODES = _by_spelling(
    (Mode.LIVE, "live, von hand, manual, manuell, by hand"),
    (Mode.SCHEDULED, "scheduled, geplant, eingeplant, planned, freigegeben, approved"),
    (Mode.RECYCLED, "recycled, wiederverwertet, evergreen, wiederholung, archiv"),
    (Mode.FEED, "feed, rss, automatisch, automatic, automated, auto, bot"),
    (Mode.SYNC, "sync, mirrored, gespiegelt, crosspost, crossposting"),
)

STATUSES = _by_spelling(
    (Status.DRAFT, "draft, entwurf, idea, idee, offen, in arbeit, todo"),
    (Status.IN_REVIEW, "review, in review, in prüfung, zur freigabe, abstimmung"),
    (Status.PUBLISHED, "published, veröffentlicht, online, live gegangen, erledigt"),
    (Status.CANCELLED, "cancelled, canceled, abgesagt, entfällt, gestrichen"),
)

LABELS = _by_spelling(
    (Label.PROMO, "promo, werbung, anzeige, angebot"),
    (Label.PRESS, "press, presse, pressemitteilung"),
    (Label.QUESTION, "question, frage"),
    (Label.POLL, "poll, umfrage"),
    (Label.INVITATION, "invitation, einladung"),
    (Label.INSIGHT, "insight, einblick"),
    (Label.FAREWELL, "farewell, abschied"),
    (Label.MANDATED, "mandated, prescribed, vorgeschrieben, pflichttext"),
    (Label.RESHARE, "reshare, repost, boost, geteilt"),
)
"""Labels that rules understand by another name; every other word stays as it is."""

_DIALOG = frozenset(
    map(
        fold,
        ("dialog", "dialog time", "dialogzeit", "engagement", "kommentieren", "community management"),
    )
)
_MACHINES = frozenset(
    map(fold, ("feed", "rss", "bot", "automatisch", "automatic", "auto", "tool", "-", "–", "n/a", "–––"))
) | {"", "niemand", "nobody"}
_TRAINEE = re.compile(r"\b(?:trainee|azubi|auszubildend|praktikant|volontar|werkstudent|apprentice)")


def column_of(heading: str) -> str | None:
    """The column a heading means, None for one that means nothing here."""
    return COLUMNS.get(fold(heading))


@lru_cache(maxsize=256)  # most rows of a plan have the same few
def labels_of(cell: str) -> frozenset[str]:
    """The labels in a cell, in the rules' words where they have one."""
    words = (fold(word) for word in re.split(r"[,;|/]", cell))
    return frozenset(LABELS.get(word, word) for word in words if word)


def is_dialog(*cells: str) -> bool:
    """Whether one of the cells says that the row is time for conversation and not a post."""
    return not _DIALOG.isdisjoint(map(fold, cells))


def is_person(name: str) -> bool:
    """Whether a cell of the answer column names somebody; "Feed" or "–" does not."""
    return fold(name) not in _MACHINES


def role_of(name: str) -> Role:
    """Trainees named as such may answer, but not alone."""
    return Role.TRAINEE if _TRAINEE.search(fold(name)) else Role.AUTHOR
