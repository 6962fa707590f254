"""The filters of the board, as conditions on posts and on reserved time."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from calendar_app.engagement.models import Slot
from calendar_app.posts.models import Post, Status, Variant


@dataclass(frozen=True, slots=True)
class Filters:
    """What is shown; nothing set shows all."""

    channel_id: int | None = None
    person_id: int | None = None
    status: Status | None = None
    campaign_id: int | None = None
    only: str = ""  # "posts" or "dialog"
    theme_id: int | None = None

    @property
    def are_set(self) -> bool:
        return any((self.channel_id, self.person_id, self.only)) or self.are_of_posts

    @property
    def show_posts(self) -> bool:
        return self.only != "dialog"

    @property
    def show_slots(self) -> bool:
        return self.only != "posts" and not self.are_of_posts

    @property
    def are_of_posts(self) -> bool:
        """Reserved time has no status and belongs to no campaign and no theme."""
        return any((self.status, self.campaign_id, self.theme_id))

    @property
    def of_posts(self) -> Iterator[ColumnElement[bool]]:
        """Conditions on Variant, all of which are to hold where posts are shown at all."""
        if self.channel_id is not None:
            yield Variant.channel_id == self.channel_id
        if self.person_id is not None:
            yield or_(Variant.author_id == self.person_id, Variant.answer_person_id == self.person_id)
        if self.status is not None:
            yield Variant.status == self.status
        if self.campaign_id is not None:
            yield Variant.campaign_id == self.campaign_id
        if self.theme_id is not None:
            yield Variant.post_id.in_(select(Post.id).where(Post.theme_id == self.theme_id))

    def fit(self, slot: Slot) -> bool:
        """Whether a slot is shown."""
        on_channel = self.channel_id is None or self.channel_id in {channel.id for channel in slot.channels}
        return self.show_slots and on_channel and self.person_id in {None, slot.person_id}
