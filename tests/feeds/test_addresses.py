"""Addresses in the forms that apps want, and the names of those apps."""

import pytest

from calendar_app.feeds.addresses import Address, is_of_this_machine, is_reachable_from_outside
from calendar_app.feeds.clients import app_name

ADDRESS = Address("https://parley.example.org", "/feeds/a-b_c.ics", "News & more – team")


def test_each_app_gets_the_form_it_takes() -> None:
    assert ADDRESS.https == "https://parley.example.org/feeds/a-b_c.ics"
    assert ADDRESS.webcal == "webcal://parley.example.org/feeds/a-b_c.ics"
    assert ADDRESS.google == (
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fparley.example.org%2Ffeeds%2Fa-b_c.ics"
    )
    assert ADDRESS.outlook == (
        "https://outlook.live.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fparley.example.org%2Ffeeds%2Fa-b_c.ics&name=News%20%26%20more%20%E2%80%93%20team"
    )
    assert ADDRESS.office.startswith("https://outlook.office.com/calendar/0/addfromweb?url=https%3A")


def test_the_code_for_a_camera_is_dark_on_light_and_another_for_each_address() -> None:
    other = Address("https://parley.example.org", "/feeds/a-b_d.ics", "")

    assert ADDRESS.qr.startswith('<svg viewBox="0 0 ')
    assert 'fill="#fff"' in ADDRESS.qr
    assert ADDRESS.qr != other.qr
    assert "style" not in ADDRESS.qr  # the page allows none


@pytest.mark.parametrize(
    ("base_url", "is_reachable"),
    [
        ("https://parley.example.org", True),
        ("https://parley.example.org:8443", True),
        ("https://[2606:4700::1111]", True),
        ("http://parley.example.org", False),
        ("http://127.0.0.1:8000", False),
        ("https://127.0.0.1", False),
        ("https://localhost", False),
        ("https://parley", False),
        ("https://parley.local", False),
        ("https://10.1.2.3", False),
        ("https://[::1]:8000", False),
    ],
)
def test_services_on_the_internet_need_https_and_a_public_host(base_url: str, is_reachable: bool) -> None:
    assert is_reachable_from_outside(base_url) is is_reachable


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://localhost:8000", True),
        ("http://10.1.2.3:8000", False),
        ("http://parley.local", False),
        ("https://parley.example.org", False),
    ],
)
def test_nobody_else_reaches_a_loopback_address(base_url: str, expected: bool) -> None:
    assert is_of_this_machine(base_url) is expected


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.0", "Thunderbird"),
        ("Microsoft.Exchange/15.20 (Windows NT 10.0; Win64; x64)", "Outlook"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/15.1 (24B83) CalendarAgent/1141", "Apple Calendar"),
        ("Evolution/3.46.4", "GNOME Calendar"),
        ("vdirsyncer/0.21.0", "vdirsyncer"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0", "Browser"),
        ("my-script/2.0 (nobody)", "my-script"),
        ("evil\r\nheader\x00/1", "evil\nheader"),
        ("x" * 5000, "x" * 60),
        ("", ""),
    ],
)
def test_an_app_is_known_by_its_user_agent(user_agent: str, name: str) -> None:
    assert app_name(user_agent) == name
