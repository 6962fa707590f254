"""The form of the launch gate. Every answer may wait: what is open is named, and shuts the launch only."""

from typing import Any

from wtforms import DateField, HiddenField
from wtforms.validators import NumberRange, Optional

from calendar_app.foundation.editing import EditForm, entries_of
from calendar_app.foundation.forms import Link, MayBeEmpty, Passage, RoomForm, WholeNumber
from calendar_app.foundation.i18n import mark


class GateForm(EditForm):
    goal = Passage(mark("Goal"), most=2000)
    evidence = Passage(mark("How it is known that the audience is there"), most=2000)
    evidence_on = DateField(mark("Known since"), [MayBeEmpty()])
    accounts = Passage(mark("Accounts worth talking to"), most=2000)
    minutes = WholeNumber(mark("Minutes a week"), [MayBeEmpty(), NumberRange(min=1, max=10_000)])
    given_minutes = WholeNumber(
        mark("Of these, given up by another channel"), [Optional(), NumberRange(min=0, max=10_000)]
    )
    agency_until = DateField(mark("An agency is paid for it until"), [Optional()])
    source = Passage(mark("Where these minutes come from"), most=2000)
    plan = Passage(mark("Plan"), most=5000)
    manners_read_on = DateField(mark("Manners and rules of the place read on"), [MayBeEmpty()])
    imprint_url = Link(mark("Imprint"), validators=[MayBeEmpty()])
    council = Passage(mark("Works council"), most=1000)
    exit_criterion = Passage(mark("When it ends"), most=1000)

    @property
    def answers(self) -> dict[str, Any]:
        return entries_of(self)


class SignForm(RoomForm):
    """The sign-off. `seen` tells which answers it stands for."""

    because = Passage(mark("Why although the weeks are full"), most=1000)
    seen = HiddenField()
