"""Who gets which page: the admin, an author on the team, an admin of another workspace, a stranger."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient

from calendar_app.people.access import RIGHTS, Action
from calendar_app.people.models import Person, Role

SignIn = Callable[[Person], FlaskClient]

FOR_ALL = ["/people", "/account", "/workspaces/new"]
FOR_ADMINS = ["/people/new", "/people/{bob}", "/workspace", "/journal"]
POSTS_FOR_ADMINS = ["/people/{bob}/invitation", "/people/{bob}/left", "/people/{bob}/back"]
POSTS_FOR_ALL = ["/account/password", "/account/sessions/end-others", "/account/workspace"]


@pytest.mark.parametrize("path", [*FOR_ALL, *FOR_ADMINS])
def test_the_admin_sees_every_page(path: str, alice: Person, bob: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).get(path.format(bob=bob.id)).status_code == 200


@pytest.mark.parametrize("path", FOR_ALL)
def test_an_author_sees_the_team_and_the_own_account(path: str, bob: Person, sign_in: SignIn) -> None:
    assert sign_in(bob).get(path).status_code == 200


@pytest.mark.parametrize("path", FOR_ADMINS)
def test_an_author_is_refused_what_admins_do(path: str, bob: Person, sign_in: SignIn) -> None:
    assert sign_in(bob).get(path.format(bob=bob.id)).status_code == 403


@pytest.mark.parametrize("path", POSTS_FOR_ADMINS)
def test_an_author_changes_nobody(path: str, bob: Person, sign_in: SignIn) -> None:
    assert sign_in(bob).post(path.format(bob=bob.id)).status_code == 403


@pytest.mark.parametrize("path", ["/people/{bob}", *POSTS_FOR_ADMINS])
def test_persons_of_another_workspace_do_not_exist(
    path: str, bob: Person, charlie: Person, sign_in: SignIn
) -> None:
    there = sign_in(charlie)

    assert there.post(path.format(bob=bob.id)).status_code == 404


def test_the_other_workspace_shows_nobody_of_this_one(
    alice: Person, bob: Person, charlie: Person, sign_in: SignIn
) -> None:
    page = sign_in(charlie).get("/people").text

    assert "Charlie Cramer" in page
    assert "Bob Brandt" not in page
    assert "Alice Adler" not in page


@pytest.mark.parametrize("path", [*FOR_ALL, *FOR_ADMINS])
def test_a_stranger_is_led_to_the_door(path: str, client: FlaskClient, bob: Person) -> None:
    answer = client.get(path.format(bob=bob.id))

    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next={path.format(bob=bob.id)}"


@pytest.mark.parametrize("path", [*POSTS_FOR_ADMINS, *POSTS_FOR_ALL])
def test_a_stranger_changes_nothing(path: str, client: FlaskClient, bob: Person) -> None:
    answer = client.post(path.format(bob=bob.id))

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_stranger_in_a_partial_request_is_led_to_the_door_as_a_whole(client: FlaskClient) -> None:
    answer = client.get("/people", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/people"


def test_a_page_with_typed_words_stays_when_the_session_has_ended(client: FlaskClient) -> None:
    words = {"text": "Half a sentence about oak"}

    answer = client.post("/variants/1/check", data=words, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers


def test_whoever_has_left_is_a_stranger(alice: Person, bob: Person, sign_in: SignIn) -> None:
    bobs_browser = sign_in(bob)

    sign_in(alice).post(f"/people/{bob.id}/left")

    assert bobs_browser.get("/people").location == "/sign-in?next=/people"


def test_a_refusal_speaks_the_readers_language(bob: Person, session: object, sign_in: SignIn) -> None:
    browser = sign_in(bob)
    browser.post("/language", data={"lang": "de"})

    assert '<html lang="de"' in browser.get("/workspace").text


def test_every_endpoint_says_who_may_use_it(app: Flask) -> None:
    assert all(hasattr(view, "access") for view in app.view_functions.values())


def test_rights_only_grow_from_author_to_admin() -> None:
    ladder = [Role.TRAINEE, Role.AUTHOR, Role.APPROVER, Role.LEAD, Role.ADMIN]
    rights = [{action for action in Action if role in RIGHTS[action]} for role in ladder]

    assert all(lower <= higher for lower, higher in pairwise(rights))
    assert rights[-1] == set(Action)
