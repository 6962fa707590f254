"""Whether two variants show the same picture."""

from enum import StrEnum

from calendar_app.posts.content import content_of
from calendar_app.posts.models import Variant


class SamePictures(StrEnum):
    """EQUAL: the same pixels, whatever the file. ALIKE: the same motif, scaled, packed anew or brightened."""

    NONE = "none"
    ALIKE = "alike"
    EQUAL = "equal"


def same_pictures(one: Variant, other: Variant) -> SamePictures:
    """What the most alike picture of two variants is to each other."""
    mine, theirs = content_of(one).media, content_of(other).media
    if {each.content for each in mine} & {each.content for each in theirs}:
        return SamePictures.EQUAL
    if {each.motif for each in mine} & {each.motif for each in theirs}:
        return SamePictures.ALIKE
    return SamePictures.NONE
