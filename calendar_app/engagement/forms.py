"""The forms of reserved time. Each lists its fields; what else a request carries is not read."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from calendar_app.channels.models import Channel
from calendar_app.engagement.agenda import Worth
from calendar_app.engagement.models import (
    AgendaItem,
    AgendaKind,
    InteractionKind,
    OutcomeKind,
    Relevance,
    SlotKind,
)
from calendar_app.engagement.reservation import MINUTES
from calendar_app.engagement.rhythm import TIMES, Cycle, Rhythm
from calendar_app.engagement.wording import (
    AGENDA_KINDS,
    CYCLES,
    INTERACTION_KINDS,
    OUTCOMES,
    QUALITIES,
    RELEVANCES,
    SLOT_KINDS,
    weekday_names,
)
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, Link, Passage, RoomForm, WholeNumber, Zone, must_be_near
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person

_ = mark


class Boxes(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WallForm(RoomForm):
    """A day and a time on the wall."""

    day = DateField(mark("Day"), [InputRequired()])
    time = TimeField(mark("Time"), [InputRequired()])
    minutes = WholeNumber(mark("Minutes"), [InputRequired(), NumberRange(min(MINUTES), max(MINUTES))])

    def validate_day(self, field: Field) -> None:
        must_be_near(field)

    @property
    def wall(self) -> datetime:
        """The naive wall time that was typed."""
        return datetime.combine(self.day.data or date.min, self.time.data or time())


class SlotForm(WallForm):
    """Reserved time: for whom, where, what for, when, how often."""

    person = SelectField(mark("Person"), coerce=int)
    channels = Boxes(mark("Channels"), coerce=int)
    kind = RadioField(mark("What for"), default=SlotKind.VISIT)
    zone = Zone(mark("Time zone"))
    deputy = SelectField(mark("Deputy"), coerce=int, default=0)
    weekdays = Boxes(mark("Repeat on"), coerce=int)
    cycle = SelectField(mark("How often"), default=Cycle.EVERY_WEEK)
    until = DateField(mark("Last day"), [Optional()])
    times = WholeNumber(mark("Number of dates"), [Optional(), NumberRange(min(TIMES), max(TIMES))])
    note = Passage(mark("Note"), most=2000, validators=[Optional()])
    # Set when the person has something else at that time and shall be booked all the same.
    anyway = BooleanField(mark("Book all the same"))
    revision = HiddenField()

    def __init__(self, *, team: Sequence[Person], channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(**options)
        self.person.choices = [(person.id, person.name) for person in team]
        self.channels.choices = [(channel.id, channel.name) for channel in channels]
        self.deputy.choices = [(0, "–"), *self.person.choices]
        self.kind.choices = [(kind, gettext(name)) for kind, name in SLOT_KINDS.items()]
        self.cycle.choices = [(cycle, gettext(name)) for cycle, name in CYCLES.items()]
        self.weekdays.choices = list(enumerate(weekday_names()))

    def validate_channels(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(gettext(_("Conversation needs a place: choose at least one channel.")))

    def validate_deputy(self, field: Field) -> None:
        if field.data and field.data == self.person.data:
            raise ValidationError(gettext(_("A deputy is somebody else than who holds the time.")))

    def validate_until(self, field: Field) -> None:
        """One end is enough, and it lies ahead of the beginning."""
        if field.data and self.times.data:
            raise ValidationError(gettext(_("Choose either a last day or a number of dates.")))
        if field.data and self.day.data and field.data < self.day.data:
            raise ValidationError(gettext(_("The series would end before its first date.")))
        must_be_near(field)

    @property
    def rhythm(self) -> Rhythm:
        """How often, as it was typed."""
        return Rhythm(
            weekdays=tuple(self.weekdays.data or ()),
            cycle=Cycle(self.cycle.data),
            until=self.until.data,
            times=self.times.data,
        )


class HandOverForm(RoomForm):
    """Somebody else for one date."""

    person = SelectField(mark("Hand over to"), coerce=int)
    anyway = BooleanField(mark("Book all the same"))

    def __init__(self, *, team: Sequence[Person], **options: Any) -> None:
        super().__init__(**options)
        self.person.choices = [(person.id, person.name) for person in team]


class MoveForm(WallForm):
    """Another time for one date."""

    anyway = BooleanField(mark("Book all the same"))


class EntryForm(RoomForm):
    """One contribution: kind, quality, save."""

    entry_key = HiddenField(validators=[InputRequired()])
    kind = RadioField(mark("What was it?"), [InputRequired()])
    quality = RadioField(mark("How far did it carry?"), [InputRequired()], coerce=int)
    channel = RadioField(mark("Where?"), [InputRequired()], coerce=int)
    visited = SelectField(mark("With whom or about what?"), coerce=int, default=0)
    relevance = SelectField(mark("How near to our subjects?"), default=Relevance.OWN)
    link = Link(mark("Link"), validators=[Optional()])
    note = Passage(mark("Note"), most=2000, validators=[Optional()])

    def __init__(self, *, channels: Sequence[Channel], agenda: Sequence[AgendaItem], **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = [(kind, gettext(name)) for kind, name in INTERACTION_KINDS.items()]
        self.quality.choices = [(level, gettext(words)) for level, words in QUALITIES.items()]
        self.channel.choices = [(channel.id, channel.name) for channel in channels]
        self.relevance.choices = [(each, gettext(name)) for each, name in RELEVANCES.items()]
        self.visited.choices = [(0, "–"), *((item.id, item.name) for item in agenda)]

    def validate_entry_key(self, field: Field) -> None:
        """Only what our own form makes: anything else could collide on purpose."""
        try:
            uuid.UUID(field.data or "")
        except ValueError:
            field.data = str(uuid.uuid4())

    @property
    def interaction(self) -> InteractionKind:
        return InteractionKind(self.kind.data or "")


class OutcomeForm(RoomForm):
    """How an occurrence ended."""

    kind = RadioField(mark("Outcome"), [InputRequired()])
    reason = Line(mark("Reason"), most=500, validators=[Optional()])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = [(kind, gettext(name)) for kind, name in OUTCOMES.items()]

    @property
    def outcome(self) -> OutcomeKind:
        return OutcomeKind(self.kind.data or "")


class SharedForm(EditForm):
    """Something that is kept for one channel or, where that may be chosen, for all."""

    channel = SelectField(mark("Channel"), coerce=int, default=0)

    def __init__(self, *, channels: Sequence[Channel], for_all: bool, **options: Any) -> None:
        super().__init__(**options)
        self._channels = channels
        everywhere = [(0, gettext(_("All channels")))] if for_all else []
        self.channel.choices = [*everywhere, *((channel.id, channel.name) for channel in channels)]

    @property
    def chosen_channel(self) -> Channel | None:
        """None means all channels."""
        return next((each for each in self._channels if each.id == self.channel.data), None)


class AgendaForm(EditForm):
    """Somebody or something worth visiting, or words to look for."""

    channel = SelectField(mark("Channel"), coerce=int)
    kind = RadioField(mark("Kind"), default=AgendaKind.PERSON)
    name = Line(mark("Name, topic or words"), validators=[InputRequired()])
    url = Link(mark("Link"), validators=[Optional()])
    note = Passage(mark("Why, and about what"), most=2000, validators=[Optional()])

    def __init__(self, *, channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(**options)
        self.channel.choices = [(channel.id, channel.name) for channel in channels]
        self.kind.choices = [(kind, gettext(name)) for kind, name in AGENDA_KINDS.items()]

    def worth(self, channels: Sequence[Channel]) -> Worth:
        """What was typed, on one of the channels that stood to choose."""
        return Worth(
            channel=next(channel for channel in channels if channel.id == self.channel.data),
            kind=AgendaKind(self.kind.data or ""),
            name=self.name.data or "",
            url=self.url.data or "",
            note=self.note.data or "",
        )
