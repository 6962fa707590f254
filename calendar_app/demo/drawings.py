"""The demo's pictures, drawn by code."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 800, 600


def reading_room_at_night() -> bytes:
    """A dark house with lit windows under a moon."""
    picture = Image.new("RGB", SIZE, "#1d2440")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((600, 60, 690, 150), fill="#f4e9c4")
    draw.polygon([(90, 260), (400, 120), (710, 260)], fill="#3b2b34")
    draw.rectangle((110, 260, 690, HEIGHT), fill="#4a3640")
    for column in range(5):
        for row in range(2):
            left, top = 150 + column * 106, 300 + row * 140
            draw.rectangle(
                (left, top, left + 70, top + 100), fill="#f7c766" if (column, row) != (1, 1) else "#2b2f48"
            )
    return _png(picture)


def shelf() -> bytes:
    """Books of many colours, one with a slip of paper in it."""
    picture = Image.new("RGB", SIZE, "#efe4d2")
    draw = ImageDraw.Draw(picture)
    colours = ("#86296f", "#2b62c4", "#1f6b4f", "#b5532a", "#3c3a52")
    left = 60
    for number in range(13):
        width, top = 36 + number * 17 % 29, 150 + number * 47 % 110
        draw.rectangle((left, top, left + width, 500), fill=colours[number % len(colours)])
        left += width + 6
    draw.rectangle((300, 110, 322, 230), fill="#fffdf5", outline="#b9a98c")
    draw.rectangle((30, 500, WIDTH - 30, 524), fill="#7b5a3c")
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    octets = BytesIO()
    picture.save(octets, "PNG")
    return octets.getvalue()
