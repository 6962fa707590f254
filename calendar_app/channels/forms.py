"""The forms of the inventory."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, DateField, Field, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.services import FIRST_STATES, STRIPES
from calendar_app.channels.signing import Signing
from calendar_app.channels.wording import SIGNINGS
from calendar_app.foundation.forms import (
    Line,
    Link,
    Passage,
    RoomForm,
    WholeNumber,
    Zone,
    choices,
    must_be_near,
)
from calendar_app.foundation.i18n import current_language, gettext, mark
from calendar_app.people.models import Person
from calendar_app.platforms.directory import PLATFORMS

FIRST_STATE_NAMES = {
    ChannelState.ACTIVE: mark("Active"),
    ChannelState.IDEA: mark("An idea so far"),
    ChannelState.RESERVED: mark("Reserved: the name is ours, nobody speaks there"),
    ChannelState.LISTEN_ONLY: mark("Listening only: a forum, reviews, a chat"),
}
MOST_LANGUAGES = 5
LONGEST_EVENT = timedelta(days=2)


def _number_or_none(value: str) -> int | None:
    return int(value) if value else None


class Languages(Line):
    """Language codes with commas or blanks between them: one text in the form, a list on the channel."""

    def process_data(self, value: Any) -> None:
        super().process_data(", ".join(value) if isinstance(value, list) else value)

    @property
    def codes(self) -> list[str]:
        return (self.data or "").lower().replace(",", " ").split()


class ChannelForm(RoomForm):
    """What is said of a channel. `revision` tells which version of it the writer saw."""

    name = Line(mark("Name"), most=120, validators=[DataRequired()])
    platform = SelectField(mark("Platform"))
    url = Link(mark("Address"), validators=[Optional()])
    purpose = Passage(mark("Purpose"), most=2000)
    audience = Passage(mark("Audience"), most=2000)
    languages = Languages(mark("Languages"), most=60, default=["de"])
    zone = Zone(mark("Time zone"))
    owner_id = SelectField(mark("Owner"), coerce=_number_or_none)
    deputy_id = SelectField(mark("Deputy"), coerce=_number_or_none)
    signing = SelectField(mark("How answers are signed"), coerce=Signing, default=Signing.NO_NAME)
    names_team = BooleanField(mark("The profile says who answers here"))
    is_service = BooleanField(mark("People ask for help here"))
    declared_bot = BooleanField(mark("The profile says that a machine posts here, and who runs it"))
    needs_dialog_base = BooleanField(mark("Time is reserved every week, also without posts"))
    outside_tool = Line(mark("Tool that posts here past Parley"), most=120)
    outside_posts_per_week = WholeNumber(mark("Its posts a week"), [Optional(), NumberRange(min=0, max=1000)])
    outside_mirror_since = DateField(mark("It mirrors another channel since"), [Optional()])
    event_from = DateField(mark("First day of the event"), [Optional()])
    event_until = DateField(mark("Last day of the event"), [Optional()])
    text_limit = WholeNumber(mark("Longest text"), [Optional(), NumberRange(min=1, max=1_000_000)])
    stripe = RadioField(mark("Stripe"), coerce=int, validators=[Optional()])
    revision = HiddenField()

    def __init__(self, *, team: Iterable[Person], **options: Any) -> None:
        super().__init__(**options)
        self.platform.choices = choices(_platforms())
        persons = [("", gettext("– nobody –")), *((person.id, person.name) for person in team)]
        self.owner_id.choices = choices(persons)
        self.deputy_id.choices = choices(persons)
        self.signing.choices = choices((each, gettext(name)) for each, name in SIGNINGS.items())
        self.stripe.choices = choices((stripe, str(stripe)) for stripe in STRIPES)

    def validate_languages(self, field: Languages) -> None:
        if len(field.codes) > MOST_LANGUAGES or any(not _is_code(code) for code in field.codes):
            raise ValidationError(
                gettext("Languages are written as codes with a comma between them: de, en.")
            )

    def validate_outside_tool(self, field: Field) -> None:
        if not field.data and (self.outside_posts_per_week.data or self.outside_mirror_since.data):
            raise ValidationError(gettext("Name the tool, so that somebody can switch it off."))

    def validate_event_until(self, field: Field) -> None:
        """An event is an exception of a day or two; longer than that it would be a habit."""
        first, last = self.event_from.data, field.data or self.event_from.data
        if last and not first:
            raise ValidationError(gettext("The first day of the event is missing."))
        if first and last and not timedelta() <= last - first < LONGEST_EVENT:
            raise ValidationError(gettext("An event lasts a day or two."))
        must_be_near(self.event_from)

    def validate_deputy_id(self, field: Field) -> None:
        if field.data is not None and field.data == self.owner_id.data:
            raise ValidationError(gettext("The deputy is somebody other than the owner."))


class NewChannelForm(ChannelForm):
    state = SelectField(mark("State"), coerce=ChannelState, default=ChannelState.ACTIVE)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.state.choices = choices((state, gettext(FIRST_STATE_NAMES[state])) for state in FIRST_STATES)


class PlainStepForm(RoomForm):
    """A step that asks for nothing but the decision."""


class PauseForm(RoomForm):
    paused_until = DateField(mark("Pause until"), [InputRequired()])
    notice_url = Link(mark("Public notice about it"), validators=[Optional()])


class CloseForm(RoomForm):
    closes_on = DateField(mark("Last day"), [InputRequired()])
    successor_id = SelectField(mark("Where people find us instead"), coerce=_number_or_none)
    notice_url = Link(mark("Pinned post that points there"))

    def __init__(self, *, goals: Iterable[Channel], **options: Any) -> None:
        super().__init__(**options)
        channels = ((goal.id, goal.name) for goal in goals)
        self.successor_id.choices = choices([("", gettext("– choose –")), *channels])


class FreezeForm(RoomForm):
    notice_url = Link(mark("Public pointer: where the profile says that nobody answers here"))


def _platforms() -> list[tuple[str, str]]:
    """All platforms by name, the place without a profile last."""
    listed = sorted(PLATFORMS.values(), key=lambda each: (each.is_general, each.name.en.casefold()))
    return [(each.key, each.name.plain(current_language())) for each in listed]


def _is_code(code: str) -> bool:
    main, _, region = code.partition("-")
    return main.isascii() and main.isalpha() and 2 <= len(main) <= 3 and len(region) <= 8
