"""The fields of the composer for what most posts do without."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, DateField, Field, SelectField, TimeField, ValidationError
from wtforms.validators import Optional

from calendar_app.foundation.forms import Line, MayBeEmpty, RoomForm
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.posts.circumstances import Circumstances

LONGEST = 500


class CircumstancesPart(RoomForm):
    """Urgency, embargo, where the words come from, whose material it is, a video."""

    urgent_because = Line(mark("Urgent, because"), most=LONGEST, validators=[Optional()])
    embargo_day = DateField(mark("Embargo until"), [MayBeEmpty()])
    embargo_time = TimeField(mark("Time of the embargo"), [MayBeEmpty()])
    embargo_because = Line(mark("Who asked for the embargo, and why"), most=LONGEST)
    source_channel_id = SelectField(mark("Copied from our channel"), coerce=int)
    is_machine_written = BooleanField(mark("A machine wrote it, wholly or in part"))
    is_human_reviewed = BooleanField(mark("I have checked every statement in it"))
    borrowed = Line(mark("Words or pictures of"), most=LONGEST, validators=[Optional()])
    permission = Line(mark("Who allowed it, and where that is on record"), most=LONGEST)
    has_video = BooleanField(mark("A video belongs to it"))
    has_captions = BooleanField(mark("The video has captions"))

    def validate_embargo_because(self, field: Field) -> None:
        given = [self.embargo_day.data is not None, self.embargo_time.data is not None, bool(field.data)]
        if any(given) and not all(given):
            raise ValidationError(gettext("An embargo has a day, a time and a reason."))

    @property
    def circumstances(self) -> Circumstances:
        return Circumstances(
            urgent_because=self.urgent_because.data,
            embargo_wall=self._embargo_wall,
            embargo_because=self.embargo_because.data,
            source_channel_id=self.source_channel_id.data or None,
            is_machine_written=self.is_machine_written.data,
            is_human_reviewed=self.is_human_reviewed.data,
            borrowed=self.borrowed.data,
            permission=self.permission.data,
            has_video=self.has_video.data,
            has_captions=self.has_captions.data,
        )

    @property
    def _embargo_wall(self) -> datetime | None:
        if self.embargo_day.data is None or self.embargo_time.data is None:
            return None
        return datetime.combine(self.embargo_day.data, self.embargo_time.data)


CIRCUMSTANCE_FIELDS = (
    "urgent_because",
    "embargo_day",
    "embargo_time",
    "embargo_because",
    "source_channel_id",
    "is_machine_written",
    "is_human_reviewed",
    "borrowed",
    "permission",
    "has_video",
    "has_captions",
)


def as_data(circumstances: Circumstances) -> dict[str, Any]:
    """What stands in the fields before anybody types."""
    wall = circumstances.embargo_wall
    told = {
        name: getattr(circumstances, name) for name in CIRCUMSTANCE_FIELDS if hasattr(circumstances, name)
    }
    return told | {
        "embargo_day": wall.date() if wall else None,
        "embargo_time": wall.time() if wall else None,
        "source_channel_id": circumstances.source_channel_id or 0,
    }
