"""The forms of shared wording."""

from typing import Any

from wtforms import Field, ValidationError
from wtforms.validators import InputRequired

from calendar_app.engagement.forms import SharedForm
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.engagement.snippets.services import Wording, is_personal
from calendar_app.foundation.forms import Line, Passage, RoomForm
from calendar_app.foundation.i18n import gettext, mark

_ = mark

LONGEST = 5_000


class SnippetForm(SharedForm):
    """Shared wording: what it is about, what it says, where."""

    name = Line(mark("What it is about"), validators=[InputRequired()])
    text = Passage(mark("Text"), most=LONGEST, validators=[InputRequired()])

    @property
    def wording(self) -> Wording:
        """What was typed."""
        return Wording(name=self.name.data, text=self.text.data, channel=self.chosen_channel)


class PersonalForm(RoomForm):
    """The sentence without which shared wording is not copied."""

    sentence = Passage(mark("A sentence for this person"), most=LONGEST, validators=[InputRequired()])

    def __init__(self, *, snippet: Snippet, **options: Any) -> None:
        super().__init__(**options)
        self._snippet = snippet

    def validate_sentence(self, field: Field) -> None:
        if not is_personal(field.data, self._snippet):
            raise ValidationError(
                gettext(_("Say something that is meant for this person: a few words of one's own."))
            )
