"""What becomes of an uploaded file: a known format, bounded, nothing but its pixels."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageEnhance

from calendar_app.posts.imaging import MOST_BYTES, UnfitError, develop, look_alike
from tests.posts.drawing import file_of, scene


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_a_known_format_is_kept_and_gets_a_small_picture(kind: str, mime: str) -> None:
    made = develop(file_of(scene(), kind))

    assert (made.mime, made.width, made.height) == (mime, 640, 480)
    assert Image.open(BytesIO(made.octets)).format == kind
    assert max(Image.open(BytesIO(made.small)).size) == 320


def test_place_and_camera_are_taken_out_and_the_picture_is_turned_upright() -> None:
    notes = Image.Exif()
    notes[0x010F] = "Secret camera"
    notes[0x0112] = 6  # turned by a quarter

    made = develop(file_of(scene(), "JPEG", exif=notes, comment=b"Secret comment"))

    assert b"Secret" not in made.octets
    assert (made.width, made.height) == (480, 640)
    assert not Image.open(BytesIO(made.octets)).getexif()


def test_what_hangs_behind_a_picture_is_dropped() -> None:
    assert b"<script>" not in develop(file_of(scene()) + b"<script>alert(1)</script>").octets


def test_an_animation_stays_one() -> None:
    octets = file_of(scene(), "GIF", save_all=True, append_images=[scene(seed=1), scene(seed=2)], duration=80)

    assert Image.open(BytesIO(develop(octets).octets)).n_frames == 3  # type: ignore[attr-defined]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge and is not even begun."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("octets", "is_too_large"),
    [
        (b"", False),
        (b"<!doctype html><script>alert(1)</script>", False),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', False),
        (b"%PDF-1.7", False),
        (b"GIF89a", False),
        (file_of(scene())[:2000], False),
        (file_of(scene(), "BMP"), False),
        (bomb(30_000, 30_000), True),
        (bomb(7_000, 7_000), True),
        (b"\0" * (MOST_BYTES + 1), True),
    ],
    ids=["nothing", "html", "svg", "pdf", "only a name", "cut off", "bmp", "bomb", "large", "long"],
)
def test_what_is_no_fit_picture_is_refused(octets: bytes, is_too_large: bool) -> None:
    with pytest.raises(UnfitError) as refused:
        develop(octets)

    assert refused.value.is_too_large is is_too_large


def test_the_content_is_that_of_the_pixels_and_not_of_the_file() -> None:
    png, webp = file_of(scene()), file_of(scene(), "WEBP", lossless=True)

    assert develop(png).content == develop(webp).content
    assert develop(png).content != develop(file_of(scene(seed=1))).content


def test_nearly_equal_pictures_look_alike_and_others_do_not() -> None:
    original = develop(file_of(scene())).look
    changed = [
        file_of(scene(), "JPEG", quality=40),
        file_of(scene().resize((200, 150))),
        file_of(ImageEnhance.Brightness(scene()).enhance(0.8)),
        file_of(scene().crop((6, 4, 634, 476))),
    ]

    assert all(look_alike(original, develop(octets).look) for octets in changed)
    assert not any(look_alike(original, develop(file_of(scene(seed=seed))).look) for seed in range(1, 8))
