"""The files that docs/production.md hands out: they name commands that exist and settings that are read."""

import json
import shlex
from configparser import ConfigParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from calendar_app.cli import VERBS
from calendar_app.foundation.places import ROOT
from calendar_app.foundation.settings import UNCHANGED, Settings, SettingsError

DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "production.md").read_text()
SERVICES: dict[str, dict[str, Any]] = json.loads((DEPLOY / "compose.json").read_text())["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "parley"}


def read(name: str) -> dict[str, str]:
    """As a shell reads it, where a blank ends a word that stands in no quotes."""
    words = shlex.split((DEPLOY / name).read_text(), comments=True)
    return dict(word.split("=", 1) for word in words)


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_the_guide_tells_of_every_file(path: Path) -> None:
    assert f"deploy/{path.name}" in GUIDE


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_starts_a_part_and_starts_it_again(path: Path) -> None:
    unit = ConfigParser(interpolation=None)
    unit.read(path)
    _, verb = unit["Service"]["ExecStart"].split()

    assert verb == "%i" or verb in VERBS
    assert unit["Service"]["Restart"] == "always"
    assert unit["Service"]["EnvironmentFile"] in GUIDE


def test_all_parts_run_with_the_same_settings_after_the_schema() -> None:
    commands = {name: service["command"] for name, service in OURS.items()}

    assert commands == {name: [name] for name in ("migrate", "web", "worker", "scheduler")}
    assert all(name in VERBS for name in commands)
    assert all(service["env_file"] == ["parley.env"] for service in OURS.values())
    after = {"migrate": {"condition": "service_completed_successfully"}}
    assert [name for name, service in OURS.items() if service["depends_on"] != after] == ["migrate"]


def test_there_is_more_than_one_of_who_sends() -> None:
    assert {name: OURS[name]["deploy"]["replicas"] for name in ("worker", "scheduler")} == {
        "worker": 2,
        "scheduler": 2,
    }


def test_a_part_in_a_container_may_as_little_as_a_unit() -> None:
    bounds = {
        "read_only": True,
        "tmpfs": ["/tmp"],  # noqa: S108 a name in the file
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
    }

    assert all(bounds.items() <= service.items() for service in OURS.values())


def test_the_schema_waits_for_the_database_that_can_be_reached_over_the_network() -> None:
    """While PostgreSQL makes its folder at the very first start it answers too, but on its socket alone."""
    healthcheck = SERVICES["db"]["healthcheck"]["test"]

    assert "--host=127.0.0.1" in healthcheck
    assert OURS["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_database_gets_its_password_only_and_starts_with_none_of_the_example() -> None:
    """What it is made with it keeps: a password that everybody knows would stay when the file is mended."""
    assert SERVICES["db"]["env_file"] == ["database.env"]
    assert read("database.env") == {"POSTGRES_PASSWORD": ""}


def test_the_settings_are_read_and_name_the_parts_beside() -> None:
    words = {name: value.replace(UNCHANGED, "geheim") for name, value in read("parley.env").items()}
    settings = Settings.from_env(words)

    assert urlsplit(settings.database_url).hostname in SERVICES
    assert urlsplit(settings.redis_url or "").hostname in SERVICES
    assert settings.proxy_count == 1
    assert all(name in words for name in ("PARLEY_SMTP_URL", "PARLEY_SECRET_KEY", "PARLEY_TRUSTED_HOSTS"))
    known = (ROOT / "docs" / "settings.md").read_text()
    assert [name for name in words if name.startswith("PARLEY_") and f"`{name}`" not in known] == []


def test_no_part_starts_with_a_secret_of_the_example() -> None:
    words = read("parley.env")
    secrets = {name for name, value in words.items() if UNCHANGED in value and name.startswith("PARLEY_")}

    assert "PARLEY_SECRET_KEY" in secrets
    for name in secrets:
        with pytest.raises(SettingsError, match=name):
            Settings.from_env({name: words[name]})
