"""The pictures of variants, for those who may see the variant."""

from flask import Response
from flask.typing import ResponseReturnValue

from calendar_app.foundation.web import request_session
from calendar_app.people.access import Action, found, requires
from calendar_app.posts.blueprint import bp
from calendar_app.posts.models import Picture
from calendar_app.posts.pictures import picture


@bp.get("/pictures/<int:picture_id>")
@requires(Action.LOOK)
def whole_picture(picture_id: int) -> ResponseReturnValue:
    """A picture as it was stored."""
    row = _the_picture(picture_id)
    return _served(row.octets, row.mime)


@bp.get("/pictures/<int:picture_id>/small")
@requires(Action.LOOK)
def small_picture(picture_id: int) -> ResponseReturnValue:
    """The same, small, as lists and the composer show it."""
    return _served(_the_picture(picture_id).small, "image/webp")


def _the_picture(picture_id: int) -> Picture:
    return found(picture(request_session(), picture_id))


def _served(octets: bytes, mime: str) -> Response:
    """Opened by itself it may do nothing; it never changes, and no cache on the way keeps it."""
    return Response(
        octets,
        mimetype=mime,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Content-Disposition": "inline",
            "Cache-Control": "private, max-age=86400",
        },
    )
