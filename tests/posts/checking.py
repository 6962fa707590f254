"""What the composer asks while somebody types: the check of a text, and its count."""

from flask.testing import FlaskClient

from calendar_app.posts.models import Variant
from tests.posts.composer import form_of


def check(client: FlaskClient, variant: Variant, text: str, **changes: object) -> str:
    answer = client.post(f"/variants/{variant.id}/check", data=form_of(variant, text=text, **changes))
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def count(client: FlaskClient, variant: Variant, **fields: str) -> str:
    answer = client.post(f"/variants/{variant.id}/count", data=fields)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
