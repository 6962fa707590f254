"""Parley on a home screen: what the manifest promises to a phone is there."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from calendar_app.people.models import Person
from tests.engagement.booking import SignIn

PNG_WIDTH = slice(16, 20)
SAYS = {"en": "A content calendar", "de": "Ein Redaktionskalender"}


def manifest(client: FlaskClient, language: str) -> dict[str, Any]:
    """The one that a page names to readers of a language."""
    page = client.get("/sign-in", headers={"Accept-Language": language}, follow_redirects=True).text
    named = re.search(r'<link rel="manifest" href="([^"]+)"', page)
    assert named is not None
    answer = client.get(named[1], buffered=True)
    assert answer.mimetype == "application/manifest+json"
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_language_has_a_manifest_that_phones_take(client: FlaskClient, language: str) -> None:
    said = manifest(client, language)

    assert (said["lang"], said["name"], said["short_name"]) == (language, "Parley", "Parley")
    assert said["description"].startswith(SAYS[language])
    assert (said["start_url"], said["scope"], said["id"]) == ("/", "/", "/")
    assert said["display"] in {"standalone", "minimal-ui"}  # the other two are no reason to install


def test_its_icons_are_there_in_the_sizes_it_names(client: FlaskClient) -> None:
    icons = manifest(client, "en")["icons"]

    for icon in icons:
        answer = client.get(f"/built/{icon['src']}", buffered=True)
        assert (answer.status_code, answer.mimetype) == (200, icon["type"])
        if icon["type"] == "image/png":
            width = int.from_bytes(answer.data[PNG_WIDTH])
            assert icon["sizes"] == f"{width}x{width}"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in icons}
    assert [icon["sizes"] for icon in icons if icon.get("purpose") == "maskable"] == ["512x512"]


def test_it_opens_pages_that_are_there(sign_in: SignIn, bob: Person) -> None:
    browser = sign_in(bob)
    said = manifest(browser, "en")

    addresses = [said["start_url"], *(each["url"] for each in said["shortcuts"])]

    assert [browser.get(address, follow_redirects=True).status_code for address in addresses] == [200] * 3
