"""The journal speaks of rows in words."""

from calendar_app.foundation.db import Base
from calendar_app.people.views import SUBJECTS


def test_every_row_that_enters_the_journal_has_a_word() -> None:
    journaled = {
        each.class_.__name__.lower() for each in Base.registry.mappers if hasattr(each.class_, "called")
    }

    assert journaled <= set(SUBJECTS)
