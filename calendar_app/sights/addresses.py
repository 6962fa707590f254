"""Filters in an address: the same sight has the same one, and nothing in it can fail."""

from werkzeug.datastructures import MultiDict

from calendar_app.foundation.web import row_id
from calendar_app.posts.models import Status
from calendar_app.sights.filters import Filters


def filters_in(words: MultiDict[str, str]) -> Filters:
    """The filters that stand behind the question mark; what means nothing is left out."""
    status, only = words.get("status", ""), words.get("only", "")
    return Filters(
        channel_id=words.get("channel", type=row_id),
        person_id=words.get("person", type=row_id),
        status=Status(status) if status in set(Status) else None,
        campaign_id=words.get("campaign", type=row_id),
        only=only if only in {"posts", "dialog"} else "",
        theme_id=words.get("theme", type=row_id),
    )


def words_of(filters: Filters) -> dict[str, str]:
    """What stands behind the question mark for them."""
    words = {
        "channel": filters.channel_id,
        "person": filters.person_id,
        "status": filters.status,
        "campaign": filters.campaign_id,
        "theme": filters.theme_id,
        "only": filters.only,
    }
    return {name: str(word) for name, word in words.items() if word}
