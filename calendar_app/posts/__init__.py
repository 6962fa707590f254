"""Posts and their variants, one per channel: writing, checking, submitting, approving, versions."""

from calendar_app.posts import index

__all__ = ["index"]  # loaded with the room, so that no row is written beside it
