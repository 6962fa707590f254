"""The forms of campaigns."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from wtforms import DateField, Field, HiddenField, RadioField, SelectField, TimeField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from calendar_app.campaigns.models import AftercareTask, Campaign, CampaignKind, Scenario
from calendar_app.campaigns.premortem import Case
from calendar_app.campaigns.services import Particulars
from calendar_app.campaigns.wording import KINDS, SCENARIOS
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, MayBeEmpty, Passage, RoomForm, choices, clean
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person

LONGEST_ANSWER = 2_000
FIRST_YEAR, LAST_YEAR = 2000, 2099


def number_or_none(value: str) -> int | None:
    return int(value) if value else None


def plausible_day(form: RoomForm, field: Field) -> None:
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(
            gettext("Choose a day between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
        )


def _persons(team: Iterable[Person], named: Person | None = None) -> list[tuple[object, str]]:
    """Nobody, the team, and whoever is named although they have left."""
    names = {person.id: person.name for person in team}
    if named is not None:
        names.setdefault(named.id, named.name)
    return [("", gettext("– nobody –")), *names.items()]


class CampaignForm(RoomForm):
    """What is said of a campaign. `revision` tells which version of it the writer saw."""

    name = Line(mark("Name"), most=120, validators=[DataRequired()])
    kind = RadioField(mark("What kind of campaign it is"), coerce=CampaignKind)
    hashtag = Line(mark("Hashtag"), most=100, validators=[Optional()])
    owner_id = SelectField(mark("Owner"), coerce=number_or_none)
    starts_day = DateField(mark("First day"), [MayBeEmpty(), plausible_day])
    starts_time = TimeField(mark("from"), [MayBeEmpty()])
    ends_day = DateField(mark("Last day"), [MayBeEmpty(), plausible_day])
    ends_time = TimeField(mark("until"), [MayBeEmpty()])
    goal = Passage(mark("What is better afterwards?"), most=LONGEST_ANSWER)
    meant_for = Passage(mark("Who is to take part, and why would they?"), most=LONGEST_ANSWER)
    who_stays = Passage(mark("Who stays when it is over?"), most=LONGEST_ANSWER)
    stop_criterion = Passage(mark("At which point is it stopped?"), most=LONGEST_ANSWER)
    revision = HiddenField()
    form_key = HiddenField("", [Length(max=36)], filters=[clean])

    def __init__(self, *, team: Iterable[Person], campaign: Campaign | None = None, **options: Any) -> None:
        known = _as_data(campaign) if campaign else {}
        super().__init__(**{"data": known, **options})
        self.kind.choices = choices((kind, gettext(words)) for kind, words in KINDS.items())
        self.owner_id.choices = choices(_persons(team, campaign.owner if campaign else None))

    def validate_hashtag(self, field: Field) -> None:
        field.data = (field.data or "").lstrip("#")
        if " " in field.data:
            raise ValidationError(gettext("A hashtag is one word."))

    def validate_ends_day(self, field: Field) -> None:
        if self.starts_wall and self.ends_wall and self.ends_wall <= self.starts_wall:
            raise ValidationError(gettext("It ends after it begins."))

    @property
    def starts_wall(self) -> datetime | None:
        return _wall(self.starts_day.data, self.starts_time.data or time.min)

    @property
    def ends_wall(self) -> datetime | None:
        return _wall(self.ends_day.data, self.ends_time.data or time(23, 59))

    @property
    def particulars(self) -> Particulars:
        return Particulars(
            name=self.name.data,
            kind=self.kind.data,
            hashtag=self.hashtag.data or "",
            starts_wall=self.starts_wall,
            ends_wall=self.ends_wall,
            owner_id=self.owner_id.data,
            goal=self.goal.data,
            meant_for=self.meant_for.data,
            who_stays=self.who_stays.data,
            stop_criterion=self.stop_criterion.data,
        )


class DeleteForm(RoomForm):
    """The decision to delete the campaign as it was seen."""

    revision = HiddenField()


class CaseForm(EditForm):
    """How it can go wrong, and what is done then."""

    scenario = SelectField(mark("It went wrong – how?"), coerce=Scenario)
    what = Passage(mark("What happened?"), most=LONGEST_ANSWER, validators=[DataRequired()])
    tripwire = Passage(mark("Tripwire: by what is it noticed?"), most=LONGEST_ANSWER)
    first_answer = Passage(mark("First answer"), most=LONGEST_ANSWER)
    person_id = SelectField(mark("Who gives it"), coerce=number_or_none)

    def __init__(self, *, team: Iterable[Person], **options: Any) -> None:
        super().__init__(**options)
        self.scenario.choices = choices((each, gettext(words)) for each, words in SCENARIOS.items())
        named = getattr(options.get("obj"), "person", None)
        self.person_id.choices = choices(_persons(team, named))

    @property
    def case(self) -> Case:
        return Case(
            scenario=self.scenario.data,
            what=self.what.data,
            tripwire=self.tripwire.data,
            first_answer=self.first_answer.data,
            person_id=self.person_id.data,
        )


class OnCallForm(RoomForm):
    """Who is on call, from when until when."""

    person_id = SelectField(mark("Who"), coerce=int)
    starts_day = DateField(mark("First day"), [InputRequired(), plausible_day])
    starts_time = TimeField(mark("from"), [InputRequired()])
    ends_day = DateField(mark("Last day"), [InputRequired(), plausible_day])
    ends_time = TimeField(mark("until"), [InputRequired()])

    def __init__(self, *, team: Iterable[Person], **options: Any) -> None:
        super().__init__(**options)
        self.person_id.choices = choices((person.id, person.name) for person in team)

    def validate_ends_day(self, field: Field) -> None:
        is_whole = all(each.data is not None for each in (self.starts_day, self.starts_time, self.ends_time))
        if is_whole and field.data and self.ends_wall <= self.starts_wall:
            raise ValidationError(gettext("It ends after it begins."))

    @property
    def starts_wall(self) -> datetime:
        return _moment(self.starts_day.data, self.starts_time.data)

    @property
    def ends_wall(self) -> datetime:
        return _moment(self.ends_day.data, self.ends_time.data)


class TaskForm(RoomForm):
    """What somebody looks after when the campaign is over."""

    what = Line(mark("What"), most=500, validators=[DataRequired()])
    due_on = DateField(mark("Due on"), [InputRequired(), plausible_day])
    person_id = SelectField(mark("Who"), coerce=number_or_none)

    def __init__(self, *, team: Iterable[Person], **options: Any) -> None:
        super().__init__(**options)
        self.person_id.choices = choices(_persons(team))

    @property
    def task(self) -> AftercareTask:
        return AftercareTask(what=self.what.data, due_on=self.due_on.data, person_id=self.person_id.data)


def _moment(day: date | None, at: time | None) -> datetime:
    if day is None or at is None:
        raise ValueError("the form was not validated")
    return datetime.combine(day, at)


def _wall(day: date | None, at: time) -> datetime | None:
    return datetime.combine(day, at) if day else None


def _as_data(campaign: Campaign) -> dict[str, Any]:
    starts, ends = campaign.starts_wall, campaign.ends_wall
    plain = {name: getattr(campaign, name) for name in _PLAIN}
    return plain | {
        "starts_day": starts.date() if starts else None,
        "starts_time": starts.time() if starts else None,
        "ends_day": ends.date() if ends else None,
        "ends_time": ends.time() if ends else None,
        "revision": campaign.revision,
    }


_PLAIN = ("name", "kind", "hashtag", "owner_id", "goal", "meant_for", "who_stays", "stop_criterion")
