"""What can be written on a variant, as a value: from the form, from the row, for the rules."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from calendar_app.posts.models import Mode, Variant
from calendar_app.rules import originality
from calendar_app.rules.originality import content_fingerprint


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture on a variant. `content` names its pixels, `motif` is shared by nearly equal ones."""

    id: int
    content: str
    motif: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on a variant that its author decides. `planned_wall` hangs in the channel's zone."""

    title: str = ""
    text: str = ""
    language: str = ""
    mode: Mode = Mode.LIVE
    labels: tuple[str, ...] = ()
    planned_wall: datetime | None = None
    answer_person_id: int | None = None
    campaign_id: int | None = None
    media: tuple[Medium, ...] = ()

    @property
    def media_rows(self) -> list[list[Any]]:
        """The pictures as the row of a variant keeps them."""
        return [[*astuple(medium)] for medium in self.media]

    @property
    def wording(self) -> tuple[str, str]:
        return self.title, self.text

    @property
    def compared(self) -> str:
        """What is held against other texts."""
        return originality.wording(self.title, self.text)

    @property
    def shown(self) -> tuple[str, ...]:
        """What people see or hear of the pictures."""
        return tuple(part for medium in self.media for part in (medium.content, medium.alt))

    @property
    def circumstances(self) -> tuple[str, ...]:
        """What else an approval speaks for; most posts have none of it."""
        return (f"campaign {self.campaign_id}",) if self.campaign_id else ()

    @property
    def approved_part(self) -> tuple[str, str, str, Mode, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What an approval and an override speak for, the time aside."""
        labels = tuple(sorted(self.labels))
        return self.title, self.text, self.language, self.mode, labels, self.shown, self.circumstances

    @property
    def hash(self) -> str:
        """A name for exactly the approved part: a changed letter is another content."""
        title, text, language, mode, labels, shown, circumstances = self.approved_part
        return content_fingerprint(title, text, language, mode.value, *labels, *shown, *circumstances)


def content_of(variant: Variant) -> Content:
    """What stands on a variant now; a new one has no defaults before it is flushed."""
    return Content(
        title=variant.title or "",
        text=variant.text or "",
        language=variant.language,
        mode=variant.mode,
        labels=tuple(variant.labels),
        planned_wall=variant.planned_wall,
        answer_person_id=variant.answer_person_id,
        campaign_id=variant.campaign_id,
        media=tuple(Medium(*each) for each in variant.media or ()),
    )
