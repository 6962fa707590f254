"""The address space of posts and variants; the pages stand in files by subject."""

from typing import Any

from flask import Blueprint

from calendar_app.foundation.zones import to_wall
from calendar_app.posts.telling.words import SOURCE_ICONS, SOURCES, rule_name

bp = Blueprint("posts", __name__)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"wall": to_wall, "rule_name": rule_name, "sources": SOURCES, "source_icons": SOURCE_ICONS}
