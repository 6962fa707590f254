"""Who may open and do what with posts and variants."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant
from tests.factories import make_channel, make_person
from tests.posts.composer import OWN, SignIn, again, form_of, page_of, saved

READS = ["/posts/{post}", "/posts/{post}/variants/{variant}", "/variants/{variant}/beside/{variant}",
         "/variants/{variant}/delete", "/posts/{post}/delete"]  # fmt: skip
STEPS_OF_ALL = [
    "back-to-draft",
    "cancel",
    "reinstate",
    "confirm",
    "unconfirm",
    "shift",
    "delete",
    "check",
    "facts",
    "undo",
]


def addresses(variant: Variant) -> list[tuple[str, str]]:
    """Every address of the room that names a post or variant, with its method."""
    names = {"post": variant.post_id, "variant": variant.id}
    reads = [("GET", path.format(**names)) for path in READS] + [("GET", f"/variants/{variant.id}")]
    posts = [f"/posts/{variant.post_id}", page_of(variant), f"/posts/{variant.post_id}/variants",
             f"/posts/{variant.post_id}/delete"]  # fmt: skip
    steps = [f"/variants/{variant.id}/{step}" for step in STEPS_OF_ALL]
    return reads + [("POST", path) for path in posts + steps]


def test_a_stranger_finds_nothing(
    sign_in: SignIn, session: Session, variant: Variant, charlie: Person
) -> None:
    client = sign_in(charlie)

    answers = {path: client.open(path, method=method, data=form_of(variant)).status_code
               for method, path in addresses(variant)}  # fmt: skip

    assert set(answers.values()) == {404}, answers
    assert again(session, variant).text == OWN


def test_nobody_who_is_not_signed_in_gets_further_than_the_door(
    client: FlaskClient, session: Session, variant: Variant
) -> None:
    for method, path in addresses(variant):
        answer = client.open(path, method=method, data=form_of(variant))
        assert answer.status_code in {303, 401}, path
        assert "/sign-in" in (answer.location or answer.get_data(as_text=True)), path
    assert again(session, variant).text == OWN


def test_a_colleague_sees_every_page(sign_in: SignIn, variant: Variant, bob: Person) -> None:
    client = sign_in(bob)

    for method, path in addresses(variant):
        if method == "GET":
            assert client.get(path, follow_redirects=True).status_code == 200, path


def test_an_author_approves_nothing(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    variant.status = Status.IN_REVIEW
    session.commit()

    answer = saved(sign_in(bob), variant, then="approve", ticked="y")

    assert answer.status_code == 422
    assert "Needs approval by a trained second person (Alice Adler)" in answer.get_data(as_text=True)
    assert again(session, variant).status == Status.IN_REVIEW


def test_an_external_person_finds_only_their_own_channels(
    sign_in: SignIn, session: Session, variant: Variant
) -> None:
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [make_channel(session, "LinkedIn", "linkedin").id]
    session.commit()
    client = sign_in(agency)

    assert client.get(page_of(variant)).status_code == 404
    assert (
        client.post(f"/variants/{variant.id}/cancel", data={"revision": variant.revision}).status_code == 404
    )
