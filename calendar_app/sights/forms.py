"""Giving filters a name."""

from wtforms.validators import DataRequired

from calendar_app.foundation.forms import Line, RoomForm
from calendar_app.foundation.i18n import mark

_ = mark


class NameForm(RoomForm):
    """What a view is called."""

    name = Line(_("Name"), most=60, validators=[DataRequired()])
