"""The built files, and that templates ask only for what is built."""

import gzip
import json
import re
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from calendar_app.channels.models import ChannelState
from calendar_app.engagement.models import OutcomeKind
from calendar_app.foundation.assets import MANIFEST, AssetError, Assets, platform_icon_name, read_assets
from calendar_app.foundation.places import TEMPLATES
from calendar_app.navigation import _ITEMS
from calendar_app.platforms.directory import PLATFORMS
from calendar_app.posts.models import Mode, Status
from calendar_app.reminders.models import ReminderState

STATES: list[StrEnum] = [*Status, *ChannelState, *OutcomeKind, *ReminderState]
ICON_IN_TEMPLATE = re.compile(r"""\bicon\(\s*"([a-z0-9-]+)\"""")


@pytest.fixture
def macros(app: Flask) -> Any:
    """The shared macros, as templates see them."""
    with app.test_request_context():
        yield app.jinja_env.get_template("layout/macros.html").module


def write_manifest(folder: Path, **listed: object) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps({"files": {}, "icons": [], "packed": [], **listed}), "utf-8")
    return path


def test_a_plain_name_stands_for_the_hashed_file(tmp_path: Path) -> None:
    manifest = write_manifest(tmp_path, files={"app.css": "app-1a2b.css"})

    assert read_assets(manifest).file("app.css") == "app-1a2b.css"


def test_without_a_build_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="npm ci --ignore-scripts && npm run build"):
        read_assets(tmp_path / "manifest.json")


@pytest.mark.parametrize("text", ['{"files": {', '{"files": {}, "icons": []}'])
def test_a_torn_or_older_manifest_is_said_with_its_path(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(text, "utf-8")

    with pytest.raises(AssetError, match=re.escape(str(manifest))):
        read_assets(manifest)


def test_a_file_the_build_does_not_know_is_refused() -> None:
    with pytest.raises(AssetError, match=re.escape("gone.css")):
        Assets(files={}, icons=frozenset()).file("gone.css")


def test_an_icon_outside_the_sprite_says_where_to_add_it() -> None:
    with pytest.raises(AssetError, match=re.escape("frontend/icons.txt")):
        Assets(files={}, icons=frozenset({"alarm"})).require_icon("unicorn")


def test_the_build_holds_every_file_its_manifest_names() -> None:
    named = set(read_assets().files.values())

    assert named <= {path.name for path in MANIFEST.parent.iterdir()}


@pytest.mark.parametrize("name", ["app.css", "phone.js", "icons.svg", "site.de.webmanifest"])
def test_text_goes_packed_to_browsers_that_take_it_so(app: Flask, name: str) -> None:
    client, address = app.test_client(), f"/built/{read_assets().file(name)}"

    plain = client.get(address, buffered=True)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"}, buffered=True)

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert packed.mimetype == plain.mimetype
    for answer, encoding in ((plain, None), (packed, "gzip")):
        assert answer.status_code == 200
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_pictures_and_fonts_are_packed_as_they_are(app: Flask) -> None:
    address = f"/built/{read_assets().file('icon-192.png')}"

    answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)

    assert answer.data.startswith(b"\x89PNG")
    assert "Content-Encoding" not in answer.headers


def test_every_icon_written_in_a_template_is_in_the_sprite() -> None:
    written = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in ICON_IN_TEMPLATE.findall(path.read_text("utf-8"))
    }

    assert written - read_assets().icons == set()


def test_every_icon_of_the_navigation_is_in_the_sprite() -> None:
    assert {icon for *_, icon in _ITEMS} - read_assets().icons == set()


def test_every_platform_icon_belongs_to_a_platform() -> None:
    keys = {name.removeprefix("platform-") for name in read_assets().icons if name.startswith("platform-")}

    assert keys - PLATFORMS.keys() == set()


def test_a_platform_without_an_icon_gets_the_general_one() -> None:
    assert platform_icon_name("mastodon") == "platform-mastodon"
    assert platform_icon_name("carrier-pigeon") == "platform-general"


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_state_has_an_icon_and_a_word(macros: Any, state: StrEnum) -> None:
    mark = macros.status_mark(state)

    assert "<use href=" in mark
    assert re.search(r"<span>\w[^<]+</span>", mark)


@pytest.mark.parametrize("mode", list(Mode), ids=str)
def test_every_mode_has_an_icon_and_a_word(macros: Any, mode: Mode) -> None:
    assert re.search(r"#[a-z-]+\"></use></svg><span>\w[^<]+</span>", macros.mode_mark(mode))


def test_what_people_typed_is_escaped_in_a_card(macros: Any) -> None:
    channel = SimpleNamespace(name='"><img src=x>', platform="x", stripe=13)

    card = macros.post_card("/p", "09:00", "{{7*7}}<b>", channel)

    assert "<img" not in card
    assert "{{7*7}}&lt;b&gt;" in card
    assert "stripe-1 " in card


def test_dialog_time_that_is_missing_stays_an_empty_frame(macros: Any) -> None:
    short, full = macros.need_meter(15, 60, "Dialog"), macros.need_meter(90, 60, "Dialog")

    assert 'width="25.0"' in short
    assert "meter-gap" in short
    assert "meter-gap" not in full
    assert 'width="100"' in full
