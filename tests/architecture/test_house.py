"""The shape of the house: what a newcomer may rely on everywhere."""

import ast
import re
from pathlib import Path

import pytest

from calendar_app import schema
from calendar_app.foundation.db import Base, Database, Scoped
from tools import translations

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*(ROOT / "calendar_app").rglob("*.py"), *(ROOT / "workers").rglob("*.py")])
ROOMS = sorted(path.parent for path in (ROOT / "calendar_app").glob("*/__init__.py"))


def test_the_packages_front_door_imports_nothing() -> None:
    assert (ROOT / "calendar_app" / "__init__.py").read_text() == ""


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text())

    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_business_time_never_comes_from_the_database_or_the_machine() -> None:
    clock = ROOT / "calendar_app" / "foundation" / "clock.py"
    machine_time = re.compile(r"func\.now\(|datetime\.now\(|utcnow\(|date\.today\(|time\.time\(")

    offenders = [path for path in CODE if path != clock and machine_time.search(path.read_text())]

    assert [str(path.relative_to(ROOT)) for path in offenders] == []


def test_templates_carry_no_inline_style_or_script() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)")
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts]

    offenders = [path.name for path in pages if inline.search(path.read_text())]

    assert offenders == []


def test_every_setting_is_documented() -> None:
    named = re.compile(r"PARLEY_[A-Z_]+")
    known = set(named.findall((ROOT / "calendar_app" / "foundation" / "settings.py").read_text()))
    documented = set(named.findall((ROOT / "docs" / "settings.md").read_text()))

    assert documented == known


def test_every_text_has_its_german() -> None:
    assert translations.main(["check"]) == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_empty_database_grows_to_exactly_the_models(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = (
        f"sqlite:///{tmp_path / 'new.db'}"
        if kind == "sqlite"
        else request.getfixturevalue("bare_postgres_url")
    )
    database = Database(url)

    schema.migrate(database.engine)
    schema.migrate(database.engine)

    with database.engine.connect() as connection:
        assert schema.drift(connection) == []
    database.engine.dispose()


def test_migrations_have_one_head() -> None:
    assert len(schema.heads()) == 1


def test_every_table_with_a_workspace_is_kept_apart_by_it() -> None:
    by_whole_key = {"fingerprint"}
    mappers = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)]
    scoped = {mapper.local_table.name for mapper in mappers}  # type: ignore[attr-defined]
    with_workspace = {table.name for table in Base.metadata.tables.values() if "workspace_id" in table.c}

    assert with_workspace - scoped == by_whole_key
