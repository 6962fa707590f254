"""The forms of what came in."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, RadioField, SelectField, TextAreaField, TimeField, ValidationError
from wtforms.validators import InputRequired, Optional

from calendar_app.channels.models import Channel
from calendar_app.engagement.inbound.models import InboundOutcome
from calendar_app.engagement.inbound.services import Message
from calendar_app.engagement.inbound.sheets import EARLIEST_YEAR, LONGEST_HANDLE, LONGEST_TEXT, lies_ahead
from calendar_app.engagement.inbound.wording import INBOUND_KINDS, INBOUND_OUTCOMES
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, Link, Passage, RoomForm
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from calendar_app.rules.facts import InboundKind

_ = mark


class InboundForm(EditForm):
    """What somebody asked or said, where and when. Times are on the reader's clock."""

    kind = RadioField(mark("Kind"), [InputRequired()], default=InboundKind.QUESTION)
    channel = SelectField(mark("Channel"), coerce=int)
    text = Passage(mark("What came in"), most=LONGEST_TEXT, validators=[InputRequired()])
    day = DateField(mark("Came in on"), [InputRequired()])
    time = TimeField(mark("Time"), [InputRequired()])
    handle = Line(mark("From whom"), most=LONGEST_HANDLE, validators=[Optional()])
    link = Link(mark("Link"), validators=[Optional()])
    owner = SelectField(mark("Who answers"), coerce=int, default=0)

    def __init__(
        self, *, channels: Sequence[Channel], team: Sequence[Person], zone: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self._channels, self._team, self._zone = channels, team, zone
        self.kind.choices = [(kind, gettext(name)) for kind, name in INBOUND_KINDS.items()]
        self.channel.choices = [(channel.id, channel.name) for channel in channels]
        nobody = gettext(_("Whoever looks after the channel"))
        self.owner.choices = [(0, nobody), *((person.id, person.name) for person in team)]

    def validate_day(self, field: Field) -> None:
        """Nothing has come in yet that lies ahead, and nothing before there was anywhere to say it."""
        if not field.data or self.time.data is None:
            return
        if field.data.year < EARLIEST_YEAR:
            raise ValidationError(gettext(_("Nothing came in then.")))
        if lies_ahead(self._wall, self._zone, request_now()):
            raise ValidationError(gettext(_("This lies ahead: nothing has come in then yet.")))

    @property
    def message(self) -> Message:
        """What was typed."""
        return Message(
            channel=next(each for each in self._channels if each.id == self.channel.data),
            kind=InboundKind(self.kind.data or ""),
            text=self.text.data,
            received_at=to_utc(self._wall, self._zone),
            handle=self.handle.data,
            link=self.link.data,
            owner=next((each for each in self._team if each.id == self.owner.data), None),
        )

    @property
    def _wall(self) -> datetime:
        return datetime.combine(self.day.data or date.min, self.time.data or time())


class HeardForm(RoomForm):
    """What somebody asked or said, found a moment ago: the least that makes it an item of the list."""

    kind = RadioField(mark("Kind"), [InputRequired()], default=InboundKind.QUESTION)
    text = Passage(mark("What came in"), most=LONGEST_TEXT, validators=[InputRequired()])
    link = Link(mark("Link"), validators=[Optional()])
    channel = SelectField(mark("Channel"), coerce=int)

    def __init__(self, *, channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(**options)
        self._channels = channels
        self.kind.choices = [(kind, gettext(name)) for kind, name in INBOUND_KINDS.items()]
        self.channel.choices = [(channel.id, channel.name) for channel in channels]

    def message(self, received_at: datetime) -> Message:
        """What was typed, as come in then."""
        return Message(
            channel=next(each for each in self._channels if each.id == self.channel.data),
            kind=InboundKind(self.kind.data or ""),
            text=self.text.data,
            received_at=received_at,
            link=self.link.data,
        )


class OutcomeForm(RoomForm):
    """What became of it."""

    outcome = RadioField(mark("What became of it?"), [InputRequired()])
    note = Line(mark("Note"), most=500)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.outcome.choices = [(kind, gettext(name)) for kind, name in INBOUND_OUTCOMES.items()]

    def validate_note(self, field: Field) -> None:
        if self.outcome.data == InboundOutcome.PASSED_ON and not field.data:
            raise ValidationError(gettext(_("Say who has it now.")))

    @property
    def chosen(self) -> InboundOutcome:
        return InboundOutcome(self.outcome.data or "")


class SheetForm(RoomForm):
    """A file with what came in."""

    sheet = FileField(mark("CSV file"), [FileRequired()])


class SheetTextForm(RoomForm):
    """The rows of a previewed file, as they come back to be entered."""

    rows = TextAreaField(validators=[InputRequired()])
