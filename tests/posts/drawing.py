"""Pictures for tests, drawn by code."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def scene(*, seed: int = 0, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A sky over hills, with a sun where the seed puts it; two seeds look different."""
    width, height = size
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    x, y = (seed * 37 % 80 + 10) * width // 100, (seed * 53 % 60 + 10) * height // 100
    draw.ellipse((x - width // 9, y - width // 9, x + width // 9, y + width // 9), fill="#fd4")
    for hill in range(3):
        left = (seed * 29 + hill * 31) % 100 * width // 100
        draw.polygon(
            [(left - width // 3, height), (left, height * (4 + hill) // 8), (left + width // 4, height)],
            "#264",
        )
    return image


def file_of(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    octets = BytesIO()
    image.save(octets, kind, **options)
    return octets.getvalue()
