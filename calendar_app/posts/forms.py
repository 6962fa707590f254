"""The forms of posts and variants. Each lists its fields; what else a request carries is not read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from calendar_app.campaigns.models import Campaign
from calendar_app.channels.models import Channel
from calendar_app.foundation.forms import Line, Link, MayBeEmpty, Passage, RoomForm, WholeNumber, clean
from calendar_app.foundation.i18n import format_number, gettext, language_name, mark
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform
from calendar_app.platforms.platform import Part
from calendar_app.posts.circumstance_fields import CircumstancesPart, as_data
from calendar_app.posts.content import Content, Medium, content_of
from calendar_app.posts.models import Mode, Variant
from calendar_app.posts.telling.words import LABELS, MODES
from calendar_app.posts.undoing import Aspect
from calendar_app.posts.writing import why_not_planned

LONGEST_ALT = 1_500
"""Characters; the most that a platform takes is 1,500."""


class Revision(WholeNumber):
    """Which state of the row the form was filled from."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__("", [InputRequired()], **options)


class Boxes(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class When(RoomForm):
    """Day and time on the channel's wall; either both or none."""

    day = DateField(mark("Day"), [MayBeEmpty()])
    time = TimeField(mark("Time"), [MayBeEmpty()])

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid: bool = super().validate(extra_validators)
        return is_valid and self._is_whole()

    def _is_whole(self) -> bool:
        if self.day.data and self.time.data is None:
            self.time.errors = [gettext("A time belongs to the day.")]
        elif self.time.data is not None and not self.day.data:
            self.day.errors = [gettext("A day belongs to the time.")]
        elif self.wall and (why := why_not_planned(self.wall)):
            self.day.errors = [why]
        else:
            return True
        return False

    @property
    def wall(self) -> datetime | None:
        """The naive wall time, or None when none was given."""
        if self.day.data is None or self.time.data is None:
            return None
        return datetime.combine(self.day.data, self.time.data)


class WordingForm(RoomForm):
    """What is written on a variant, and nothing else of it."""

    title = Line(mark("Title"), most=1_000, validators=[Optional()])
    text = Passage(mark("Text"))


class VariantForm(WordingForm, CircumstancesPart, When):
    """A variant as its author sees it; the checks of the rules come after it."""

    picture = FileField(mark("Add a picture"))
    picture_alt = Line(mark("What can be seen"), most=LONGEST_ALT, validators=[Optional()])
    language = SelectField(mark("Language"))
    mode = RadioField(mark("How it goes out"), coerce=Mode)
    answer_person_id = SelectField(mark("Who answers"), coerce=int)
    campaign_id = SelectField(mark("Campaign"), coerce=int)
    labels = Boxes(mark("Labels"))
    ticked = BooleanField(mark("I have read the warnings"))
    revision = Revision()

    def __init__(
        self,
        *,
        variant: Variant,
        team: Iterable[Person],
        campaigns: Iterable[Campaign],
        channels: Iterable[Channel],
        **options: Any,
    ) -> None:
        super().__init__(data=_as_data(variant), **options)
        self.media = tuple(_described(medium) for medium in content_of(variant).media)
        self.language.choices = _languages(variant)
        self.mode.choices = [(mode, gettext(words)) for mode, words in MODES.items()]
        self.labels.choices = [(label.value, gettext(words)) for label, words in LABELS.items()]
        self.answer_person_id.choices = _persons(variant, team)
        others = ((each.id, each.name) for each in channels if each.id != variant.channel_id)
        self.source_channel_id.choices = [(0, "–"), *others]
        self.campaign_id.choices = _campaigns(variant, campaigns)
        if (words := title_words(variant)) is None:
            del self.title
        else:
            self.title.label.text = words

    @property
    def content(self) -> Content:
        return Content(
            title=(self.title.data or "") if "title" in self else "",
            text=self.text.data or "",
            language=self.language.data or "",
            mode=self.mode.data,
            labels=tuple(self.labels.data or ()),
            planned_wall=self.wall,
            answer_person_id=self.answer_person_id.data or None,
            campaign_id=self.campaign_id.data or None,
            media=tuple(medium for medium in self.media if not is_dropped(medium)),
            circumstances=self.circumstances,
        )

    def validate_picture(self, field: Field) -> None:
        if any(max(len(each.alt), len(each.decorative_because)) > LONGEST_ALT for each in self.media):
            raise ValidationError(
                gettext(
                    "A description of a picture takes up to %(n)s characters.", n=format_number(LONGEST_ALT)
                )
            )

    @property
    def upload(self) -> bytes | None:
        """The chosen file, None without one. Its name is the sender's own business."""
        return self.picture.data.read() if self.picture.data else None


class StepForm(RoomForm):
    """A step that needs nothing but the state it was seen in."""

    revision = Revision()


class UndoForm(RoomForm):
    """What a mending button did, and how it was before."""

    revision = Revision()
    part = StringField(validators=[AnyOf([each.value for each in Aspect])])
    before = StringField(validators=[Length(max=40)])


class ShiftForm(RoomForm):
    """A variant some days on or back, at the same wall time."""

    revision = Revision()
    days = WholeNumber("", [InputRequired()])

    def validate_days(self, field: Field) -> None:
        if field.data is None or not -366 <= field.data <= 366:
            raise ValidationError(gettext("A shift is at most a year."))


class PublishedForm(StepForm):
    permalink = Link(mark("Address of the published post"), validators=[Optional()])


def is_dropped(medium: Medium) -> bool:
    """Whether the form that was sent takes this picture away."""
    return f"drop-{medium.id}" in request.form


def typed_descriptions(media: Sequence[Medium]) -> list[str]:
    """What the form says is seen in the pictures that stay; those not described yet say nothing."""
    return [alt for each in media if not is_dropped(each) and (alt := _described(each).alt)]


def _described(medium: Medium) -> Medium:
    return replace(
        medium,
        alt=_typed(f"alt-{medium.id}", medium.alt),
        decorative_because=_typed(f"decorative-{medium.id}", medium.decorative_because),
    )


def _typed(name: str, otherwise: str) -> str:
    """One line that was typed into a picture's field."""
    return " ".join(clean(request.form.get(name, otherwise)).split())


def title_words(variant: Variant) -> str | None:
    """What the line above the text is called on the variant's platform; None where there is none."""
    profile = platform(variant.channel.platform)
    if any(limit.part is Part.WARNING_AND_TEXT for limit in profile.limits):
        return gettext("Content warning")
    return gettext("Title") if profile.has_title or variant.title else None


def _persons(variant: Variant, team: Iterable[Person]) -> list[tuple[int, str]]:
    """Nobody, the team, and whoever is named although they have left."""
    names = {person.id: person.name for person in team}
    if variant.answer_person is not None:
        names.setdefault(variant.answer_person.id, variant.answer_person.name)
    return [(0, "–"), *names.items()]


def _campaigns(variant: Variant, campaigns: Iterable[Campaign]) -> list[tuple[int, str]]:
    """None, those that may be chosen, and the one that is."""
    names = {campaign.id: campaign.name for campaign in campaigns}
    if variant.campaign is not None:
        names.setdefault(variant.campaign.id, variant.campaign.name)
    return [(0, "–"), *names.items()]


def _languages(variant: Variant) -> list[tuple[str, str]]:
    codes = dict.fromkeys([*variant.channel.languages, variant.language or ""])
    names = {code: language_name(code) for code in codes if code}
    return [*names.items(), ("", gettext("not said"))]


def _as_data(variant: Variant) -> dict[str, Any]:
    content = content_of(variant)
    wall = content.planned_wall
    return {
        "title": content.title,
        "text": content.text,
        "language": content.language,
        "mode": content.mode,
        "labels": list(content.labels),
        "answer_person_id": content.answer_person_id or 0,
        "campaign_id": content.campaign_id or 0,
        "day": wall.date() if wall else None,
        "time": wall.time() if wall else None,
        "revision": variant.revision,
        **as_data(content.circumstances),
    }
