"""Why a change of a post or variant was not made. Every text is a sentence in the reader's language."""

from typing import TYPE_CHECKING

from calendar_app.posts.models import Post, Variant

if TYPE_CHECKING:
    from calendar_app.posts.judging import Judgement


class RefusedError(Exception):
    """The step is not possible as things stand; the text says why."""


class ConflictError(Exception):
    """Somebody else saved in the meantime; `theirs` is the row as it is now."""

    def __init__(self, theirs: Post | Variant) -> None:
        super().__init__("changed by somebody else")
        self.theirs = theirs


class BlockedError(Exception):
    """A rule refuses the step."""

    def __init__(self, judgement: "Judgement") -> None:
        super().__init__("blocked by a rule")
        self.judgement = judgement


class TickNeededError(Exception):
    """A rule warns, and nobody has said yet that the warning was read."""

    def __init__(self, judgement: "Judgement") -> None:
        super().__init__("a warning wants a tick")
        self.judgement = judgement


class ReasonNeededError(TickNeededError):
    """A rule warns in a way that wants a reason in writing, and nobody has given one yet."""
