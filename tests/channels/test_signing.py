"""What stands below an answer."""

import pytest

from calendar_app.channels.signing import Signing, signature
from calendar_app.people.models import Person


@pytest.mark.parametrize(
    ("name", "signed"), [("Prof. Dr. Lena Lead", "– Lena"), ("Lena", "– Lena"), ("Dr.", "– Dr.")]
)
def test_a_title_is_no_first_name(name: str, signed: str) -> None:
    assert signature(Signing.FIRST_NAME, Person(name=name)) == signed
