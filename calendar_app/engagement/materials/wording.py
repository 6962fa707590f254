"""What the points of the checklist are called, marked for translation."""

from calendar_app.engagement.materials.models import Point
from calendar_app.foundation.i18n import mark

POINTS = {
    Point.MAKER: mark("It says who made it"),
    Point.TERMS: mark("It says what others may do with it"),
    Point.CONSENT: mark("Everybody who is shown or quoted has agreed"),
    Point.OPEN: mark("It opens on a phone and without an account"),
    Point.DESCRIBED: mark("Pictures are described, films have captions"),
}
