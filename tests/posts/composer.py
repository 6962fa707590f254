"""The composer as a browser uses it: its address, its form, and what a save leaves behind."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.people.models import Person
from calendar_app.posts.models import Variant

SignIn = Callable[[Person], FlaskClient]

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."

OWN = "Last month thirty-eight chairs were saved from the bin. Which one of yours should be next?"

HOSTILE = '"><img src=x onerror=alert(1)> {{7*7}} %(name)s 100 % \u202e\u05e9\u05dc\u05d5\u05dd 👩‍👩‍👧'


def page_of(variant: Variant) -> str:
    return f"/posts/{variant.post_id}/variants/{variant.id}"


def form_of(variant: Variant, **changes: object) -> dict[str, object]:
    """The composer's form as a browser sends it."""
    wall = variant.planned_wall
    return {
        "revision": variant.revision,
        "text": variant.text,
        "language": variant.language,
        "mode": variant.mode.value,
        "day": wall.strftime("%Y-%m-%d") if wall else "",
        "time": wall.strftime("%H:%M") if wall else "",
        "answer_person_id": variant.answer_person_id or 0,
        **changes,
    }


def again(session: Session, variant: Variant) -> Variant:
    """The row as the page left it."""
    session.rollback()
    session.refresh(variant)
    session.commit()  # frees the database for the next request
    return variant


def saved(client: FlaskClient, variant: Variant, **changes: object) -> TestResponse:
    return client.post(page_of(variant), data=form_of(variant, **changes))
