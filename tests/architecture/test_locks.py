"""The locks name every package with its checksum but not where it comes from, and follow pyproject.toml."""

import json
import re
import tomllib

import pytest

from calendar_app.foundation.places import CHECKOUT

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
LOCKS = ("run", "test", "node")


def pinned(lock: str) -> dict[str, str]:
    """Package name → exact version."""
    text = (CHECKOUT / "requirements" / f"{lock}.txt").read_text()
    return {plain(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


def plain(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_a_checksum_and_no_address(lock: str) -> None:
    text = (CHECKOUT / "requirements" / f"{lock}.txt").read_text()

    entries = re.split(r"\n(?=\S)", text.strip())

    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_what_the_project_needs_is_locked() -> None:
    groups = PROJECT["dependency-groups"]

    assert {plain(name) for name in PROJECT["project"]["dependencies"]} <= pinned("run").keys()
    assert {plain(name) for name in groups["dev"]} <= pinned("test").keys()
    assert {plain(name) for name in groups["node"]} <= pinned("node").keys()


def test_what_is_tested_is_what_runs() -> None:
    tested = pinned("test")

    assert {name: tested.get(name) for name in pinned("run")} == pinned("run")


def test_node_packages_have_checksums_and_no_address() -> None:
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]

    for name, package in packages.items():
        assert "resolved" not in package, name
        assert name == "" or "integrity" in package, name
