"""The shape of a platform's profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import quote

from calendar_app.platforms import dialects
from calendar_app.platforms.counting import Unit, length
from calendar_app.platforms.entities import Dialect, Entity
from calendar_app.wording import Text


class Part(StrEnum):
    """What a limit is about."""

    TITLE = "title"
    TEXT = "text"
    WARNING_AND_TEXT = "warning_and_text"  # the title stands as content warning and counts with the text
    ALT_TEXT = "alt_text"
    LINK = "link"
    TAG = "tag"
    PHOTO_TITLE = "photo_title"
    PHOTO_TEXT = "photo_text"


PART_WORDS = {
    Part.TITLE: Text("Title", "Titel"),
    Part.TEXT: Text("Text", "Text"),
    Part.WARNING_AND_TEXT: Text("Content warning and text", "Inhaltswarnung und Text"),
    Part.ALT_TEXT: Text("Image description", "Bildbeschreibung"),
    Part.LINK: Text("Link", "Link"),
    Part.TAG: Text("Hashtag", "Hashtag"),
    Part.PHOTO_TITLE: Text("Title of a photo post", "Titel eines Foto-Beitrags"),
    Part.PHOTO_TEXT: Text("Text of a photo post", "Text eines Foto-Beitrags"),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest a part may be. `is_unit_documented` is false where practice alone tells the unit."""

    part: Part
    most: int
    unit: Unit
    is_unit_documented: bool = True

    def measure(self, title: str, text: str, alts: Sequence[str] = ()) -> int | None:
        """The length of the part in a variant, None when the variant does not carry this part.

        Of several image descriptions it is the longest one's.
        """
        match self.part:
            case Part.TITLE:
                return length(title, self.unit)
            case Part.TEXT:
                return length(text, self.unit)
            case Part.WARNING_AND_TEXT:
                return length(title + text, self.unit)
            case Part.ALT_TEXT:
                return max((length(alt, self.unit) for alt in alts), default=None)
            case _:
                return None

    @property
    def is_main_text(self) -> bool:
        return self.part in (Part.TEXT, Part.WARNING_AND_TEXT)


@dataclass(frozen=True, slots=True)
class Source:
    """What something is known from: what for, and the English title of the page that says so.

    Without a title it is no page but practice, or Parley's own judgement.
    """

    purpose: Text
    title: str = ""


@dataclass(frozen=True, slots=True)
class Platform:
    """What is known about one platform.

    Limits of `limits`, `most_tags`, `most_links` and `most_mentions` are the platform's own. Everything else
    is convention or Parley's judgement: above `usual_tags` and `posts_per_day`, or below `min_gap`, readers
    mind; within `answer_window` after publishing somebody should be there to answer. Where
    `is_looked_into_later`, one look within that window is enough. After `quiet_days` without a post or a talk
    a channel is quiet, after `inactive_days` inactive. `own_share` is the highest share of own posts in
    percent that people there accept. `checked_on` is exact to the month.
    """

    key: str
    name: Text
    aliases: tuple[str, ...]
    limits: tuple[Limit, ...]
    answer_window: timedelta
    policy: Text
    sources: tuple[Source, ...]
    checked_on: date
    is_looked_into_later: bool = False
    usual_tags: int | None = None
    most_tags: int | None = None
    most_links: int | None = None
    most_mentions: int | None = None
    min_gap: timedelta | None = None
    posts_per_day: int | None = None
    quiet_days: int | None = None
    inactive_days: int | None = None
    own_share: int | None = None
    profile_url: str | None = None  # with {handle}, and {server} where accounts live on many
    search_url: str | None = None  # with {words}, and {server} likewise; what practice alone tells
    refused_signs: str = ""  # signs that neither title nor text may hold
    dialect: Dialect = dialects.GENERAL

    def entities(self, text: str) -> tuple[Entity, ...]:
        """The links, mentions and hashtags that the platform recognises in a text, from left to right."""
        return self.dialect.entities(text)

    def search_page(self, words: str, server: str) -> str | None:
        """Where people of an account on `server` look for words; None where no such address is known."""
        if self.search_url is None or ("{server}" in self.search_url and not server):
            return None
        return self.search_url.format(words=quote(words, safe=""), server=server)

    @property
    def is_general(self) -> bool:
        """The profile for every place that has none of its own."""
        return self.key == "general"

    @property
    def has_title(self) -> bool:
        return any(limit.part is Part.TITLE for limit in self.limits)

    @property
    def text_limit(self) -> Limit | None:
        """The first limit of the main text, the one a counter shows."""
        return next((limit for limit in self.limits if limit.is_main_text), None)
