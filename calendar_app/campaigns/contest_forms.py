"""The forms of terms and counts."""

from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, Optional

from calendar_app.campaigns.contest import Count, Terms
from calendar_app.campaigns.contest_models import Decides, VoteRecord
from calendar_app.campaigns.forms import LONGEST_ANSWER, number_or_none
from calendar_app.campaigns.wording import DECIDES
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, Link, Passage, RoomForm, choices
from calendar_app.foundation.i18n import format_datetime, gettext, mark
from calendar_app.foundation.zones import to_wall

LONGEST_TERMS = 50_000
LONGEST_OPTION = 200
MOST_VOTES = 1_000_000_000


class TermsForm(EditForm):
    """Under which terms people take part."""

    url = Link(mark("Where the terms are published"), validators=[Optional()])
    text = Passage(mark("The published text, word for word"), most=LONGEST_TERMS)
    eligibility = Passage(mark("Who may take part"), most=LONGEST_ANSWER)
    period = Passage(mark("From when until when"), most=LONGEST_ANSWER)
    decides = RadioField(mark("What decides"), coerce=Decides)
    selection = Passage(mark("How winners are chosen, and told"), most=LONGEST_ANSWER)
    jury = Passage(mark("What the jury may do, or that there is none"), most=LONGEST_ANSWER)
    exclusions = Passage(mark("Who or what is excluded"), most=LONGEST_ANSWER)
    counting = Passage(mark("How votes are counted, and what happens to fraud"), most=LONGEST_ANSWER)
    privacy = Passage(mark("What is kept of people, and for how long"), most=LONGEST_ANSWER)
    names_platform_release = BooleanField(mark("The terms say that the platform has no part in it"))
    wants_no_sharing = BooleanField(mark("Nobody has to share, follow or tag anybody to win"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.decides.choices = choices((each, gettext(words)) for each, words in DECIDES.items())

    @property
    def terms(self) -> Terms:
        return Terms(**{name: self[name].data for name in Terms.__dataclass_fields__})


class CountForm(RoomForm):
    """A count: one option and its votes on each line."""

    counts = Passage(mark("Options and votes"), most=20_000, validators=[DataRequired()])
    note = Passage(mark("Who counted, and how"), most=LONGEST_ANSWER, validators=[DataRequired()])
    winner = Line(mark("Winner"), most=LONGEST_OPTION, validators=[Optional()])
    corrects_id = SelectField(mark("Corrects an earlier count"), coerce=number_or_none)

    def __init__(self, *, records: list[VoteRecord], zone: str, **options: Any) -> None:
        super().__init__(**options)
        earlier = ((each.id, format_datetime(to_wall(each.at, zone))) for each in records)
        self.corrects_id.choices = choices([("", gettext("– no –")), *earlier])

    def validate_counts(self, field: Field) -> None:
        options = [option for option, _votes in self.read]
        if len(set(options)) < len(options):
            raise ValidationError(gettext("Each option stands on one line only."))

    @property
    def read(self) -> list[Count]:
        """The counts as they were written; raises ValidationError for a line without a number."""
        return [_count(line) for line in (self.counts.data or "").splitlines() if line.strip()]


def _count(line: str) -> Count:
    option, _colon, votes = line.rpartition(":")
    option, number = option.strip(), votes.strip().replace(".", "").replace(",", "").replace(" ", "")
    if not option or len(option) > LONGEST_OPTION or not (number.isascii() and number.isdigit()):
        raise ValidationError(
            gettext(
                "Write one option a line, then a colon and its votes: “Fuchur: 128”. Not read: %(line)s",
                line=line[:60],
            )
        )
    if int(number) > MOST_VOTES:
        raise ValidationError(gettext("So many votes cannot be: %(line)s", line=line[:60]))
    return option, int(number)
