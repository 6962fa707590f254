"""How quarters and themes are named in forms."""

from collections.abc import Iterable

from wtforms import SelectChoice  # type: ignore[attr-defined]  # the stubs do not know it yet

from calendar_app.foundation.forms import choices
from calendar_app.foundation.i18n import format_skeleton
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.themes.quarters import Quarter


def quarter_words(quarter: Quarter) -> str:
    """In the reader's language: 2nd quarter 2026."""
    return format_skeleton(quarter.first, "yQQQQ")


def theme_choices(themes: Iterable[Theme]) -> list[SelectChoice]:
    """None, or one of the themes, which stand under the names of their quarters."""
    named = (SelectChoice(each.id, each.name, optgroup=quarter_words(each.quarter)) for each in themes)
    return [*choices([("", "–")]), *named]
