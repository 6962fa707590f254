"""What can be written on a variant, as a value: from the form, from the row, for the rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from calendar_app.posts.circumstances import NONE, Circumstances
from calendar_app.posts.models import Mode, Variant
from calendar_app.rules import originality
from calendar_app.rules.originality import content_fingerprint


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture on a variant. `content` names its pixels, `motif` is shared by nearly equal ones.

    One that says nothing needs no description, and a reason why it says nothing.
    """

    id: int
    content: str
    motif: str
    alt: str = ""
    decorative_because: str = ""

    @property
    def row(self) -> list[Any]:
        """As the row of a variant keeps it: most pictures say something."""
        kept = [self.id, self.content, self.motif, self.alt]
        return [*kept, self.decorative_because] if self.decorative_because else kept

    @property
    def shown(self) -> tuple[str, ...]:
        because = self.decorative_because
        return (self.content, self.alt, because) if because else (self.content, self.alt)


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
    circumstances: Circumstances = NONE

    @property
    def media_rows(self) -> list[list[Any]]:
        """The pictures as the row of a variant keeps them."""
        return [medium.row for medium in self.media]

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
        return tuple(part for medium in self.media for part in medium.shown)

    @property
    def declared(self) -> tuple[str, ...]:
        """What else an approval speaks for; most posts have none of it."""
        campaign = (f"campaign {self.campaign_id}",) if self.campaign_id else ()
        return (*campaign, *self.circumstances.approved_part)

    @property
    def approved_part(self) -> tuple[str, str, str, Mode, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """What an approval and an override speak for, the time aside."""
        labels = tuple(sorted(self.labels))
        return self.title, self.text, self.language, self.mode, labels, self.shown, self.declared

    @property
    def hash(self) -> str:
        """A name for exactly the approved part: a changed letter is another content."""
        title, text, language, mode, labels, shown, declared = self.approved_part
        return content_fingerprint(title, text, language, mode.value, *labels, *shown, *declared)


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
        circumstances=Circumstances.read(variant.circumstances or {}),
    )
