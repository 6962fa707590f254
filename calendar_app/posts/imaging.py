"""From an uploaded file to a picture: known formats only, bounded, without anything but the picture itself.

What is stored is drawn anew from the decoded pixels. So place and camera that a phone writes into a file are
gone, and so is whatever else a file may carry behind or inside its picture.
"""

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO

import dhash
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

MIME_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}

MOST_BYTES = 6_000_000
"""Of the upload and of what is stored."""

MOST_PIXELS = 40_000_000
"""Of all frames together: what a picture may take in memory is decided before it is decoded."""

LONGEST_SIDE = 4096
SMALL_SIDE = 320

NEARLY_EQUAL = 12
"""Bits of 128 in which two looks may differ: another size, format or brightness changes fewer."""

_UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    struct.error,
    OverflowError,
)


class UnfitError(Exception):
    """The file is no picture that can be kept. `is_too_large` tells that from one that cannot be read."""

    def __init__(self, *, is_too_large: bool = False) -> None:
        super().__init__("too large" if is_too_large else "unreadable")
        self.is_too_large = is_too_large


@dataclass(frozen=True, slots=True)
class Print:
    """A picture as it is stored.

    `content` names exactly these pixels: another file name, other metadata or a lossless copy in another
    format is the same picture. `look` has 128 bits, as 32 hexadecimal digits; nearly equal ones share most.
    """

    octets: bytes
    small: bytes
    mime: str
    width: int
    height: int
    content: str
    look: str


def develop(octets: bytes) -> Print:
    """The picture in a file. Raises UnfitError for everything else."""
    if len(octets) > MOST_BYTES:
        raise UnfitError(is_too_large=True)
    try:
        with Image.open(BytesIO(octets), formats=tuple(MIME_TYPES)) as opened:
            return _print(opened)
    except Image.DecompressionBombError as error:
        raise UnfitError(is_too_large=True) from error
    except _UNREADABLE as error:
        raise UnfitError from error


def look_alike(one: str, other: str) -> bool:
    return (int(one, 16) ^ int(other, 16)).bit_count() <= NEARLY_EQUAL


def _print(opened: Image.Image) -> Print:
    frames = getattr(opened, "n_frames", 1)
    if opened.width * opened.height * frames > MOST_PIXELS:
        raise UnfitError(is_too_large=True)
    kind = str(opened.format)
    pictures = [_upright(frame) for frame in ImageSequence.Iterator(opened)]
    octets = _drawn(pictures, kind, opened)
    if len(octets) > MOST_BYTES:
        raise UnfitError(is_too_large=True)
    first = pictures[0].convert("RGBA")
    return Print(
        octets=octets,
        small=_small(first),
        mime=MIME_TYPES[kind],
        width=first.width,
        height=first.height,
        content=_content(first),
        look=_look(first),
    )


def _upright(frame: Image.Image) -> Image.Image:
    """As the camera was held, and no longer than any platform shows."""
    upright = ImageOps.exif_transpose(frame)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright.copy()


def _drawn(pictures: list[Image.Image], kind: str, opened: Image.Image) -> bytes:
    drawn = BytesIO()
    first, *others = [_bare(picture, kind) for picture in pictures]
    if others:
        timing = {"duration": opened.info.get("duration", 100), "loop": opened.info.get("loop", 0)}
        first.save(drawn, kind, save_all=True, append_images=others, **timing)
    else:
        first.save(drawn, kind, quality=90)
    return drawn.getvalue()


def _bare(picture: Image.Image, kind: str) -> Image.Image:
    """The pixels alone: a copy keeps the notes of its file, which some formats write down again."""
    wanted = "RGB" if kind == "JPEG" else "RGBA" if picture.has_transparency_data else "RGB"
    plain = picture.convert(wanted)
    plain.info.clear()
    return plain


def _small(picture: Image.Image) -> bytes:
    small, drawn = picture.copy(), BytesIO()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    small.save(drawn, "WEBP", quality=80)
    return drawn.getvalue()


def _content(picture: Image.Image) -> str:
    return hashlib.sha256(f"{picture.width}x{picture.height}:".encode() + picture.tobytes()).hexdigest()


def _look(picture: Image.Image) -> str:
    """Differences of brightness between neighbours in a picture of nine by nine, on white."""
    ground = Image.new("RGBA", picture.size, "white")
    grey = Image.alpha_composite(ground, picture).convert("L").resize((9, 9), Image.Resampling.LANCZOS)
    rows, columns = dhash.dhash_row_col(list(grey.tobytes()), 8)
    return f"{rows << 64 | columns:032x}"
