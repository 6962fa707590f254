"""The pictures of a variant: attached and described with the text, kept in the database, gone with a click.

The bytes stand in the database, because every web process and every host must see the same ones, and a backup
of the database is then a backup of everything. Each is at most a few megabytes, and none is read with a list.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import gettext
from calendar_app.posts.content import Content, Medium
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.imaging import Print, UnfitError, develop, look_alike
from calendar_app.posts.models import Picture, Variant

_ = gettext

MOST_PICTURES = 10
MOST_COMPARED = 5_000
"""How many of a workspace's newest pictures a new one is compared with."""


def picture(session: Session, picture_id: int) -> Picture | None:
    return session.scalar(select(Picture).where(Picture.id == picture_id))


def attach(
    session: Session, variant: Variant, content: Content, octets: bytes, *, alt: str, now: datetime
) -> Content:
    """The content with one picture more; the bytes are stored, and stay if the content is saved.

    Raises RefusedError when the file is no picture, or one too many.
    """
    if len(content.media) >= MOST_PICTURES:
        raise RefusedError(_("A variant takes up to %(n)s pictures.", n=MOST_PICTURES))
    made = _developed(octets)
    row = Picture(
        variant_id=variant.id,
        content=made.content,
        look=made.look,
        motif=_motif(session, made),
        mime=made.mime,
        octets=made.octets,
        small=made.small,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return replace(content, media=(*content.media, Medium(row.id, row.content, row.motif, alt)))


def _developed(octets: bytes) -> Print:
    try:
        return develop(octets)
    except UnfitError as error:
        if error.is_too_large:
            raise RefusedError(_("This picture is too large. Up to 6 MB and 40 megapixels fit.")) from error
        raise RefusedError(
            _("This file is no picture that can be read. JPEG, PNG, GIF and WebP can.")
        ) from error


def _motif(session: Session, made: Print) -> str:
    """What nearly equal pictures have in common: the content of the one that came first."""
    known = session.execute(
        select(Picture.content, Picture.look, Picture.motif).order_by(Picture.id.desc()).limit(MOST_COMPARED)
    )
    alike = [
        motif for content, look, motif in known if content == made.content or look_alike(look, made.look)
    ]
    return alike[-1] if alike else made.content


def drop_unused(session: Session, variant: Variant, content: Content) -> None:
    """Delete what no longer stands on the variant, bytes and all; versions keep its description."""
    used = {medium.id for medium in content.media}
    stored = session.scalars(select(Picture).where(Picture.variant_id == variant.id))
    for row in stored:
        if row.id not in used:
            session.delete(row)
