"""A folder as a catalogue."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from calendar_app.catalog import CatalogueError, catalogue


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of its own on the import path."""
    folder = tmp_path / "shelf_of_numbers"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.startswith("shelf_of_numbers")]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def test_objects_are_keyed_by_file_name_in_alphabetical_order(shelf: Path) -> None:
    (shelf / "two.py").write_text("ITEM = 2")
    (shelf / "one.py").write_text("ITEM = 1")

    found = catalogue(import_module("shelf_of_numbers"), "ITEM", int)

    assert list(found.items()) == [("one", 1), ("two", 2)]


@pytest.mark.parametrize("content", ["", "ITEM = 'one'"])
def test_a_file_without_the_right_object_is_named(shelf: Path, content: str) -> None:
    (shelf / "one.py").write_text(content)

    with pytest.raises(CatalogueError, match=r"shelf_of_numbers\.one must expose ITEM"):
        catalogue(import_module("shelf_of_numbers"), "ITEM", int)
