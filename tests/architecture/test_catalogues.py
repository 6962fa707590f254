"""Adding a rule or a platform is one file, one test and one line of documentation; the core stays pure."""

import subprocess
import sys
from pathlib import Path

import pytest

from calendar_app.platforms.directory import PLATFORMS
from calendar_app.rules.engine import RULES
from tools import rules_doc

ROOT = Path(__file__).resolve().parents[2]
RULE_FILES = sorted(path.stem for path in (ROOT / "calendar_app/rules/catalog").glob("[!_]*.py"))
PLATFORM_FILES = sorted(path.stem for path in (ROOT / "calendar_app/platforms/catalog").glob("[!_]*.py"))
PURE = [
    "calendar_app.catalog",
    "calendar_app.wording",
    "calendar_app.platforms.directory",
    "calendar_app.rules.engine",
]
FOREIGN = {
    "flask",
    "werkzeug",
    "jinja2",
    "sqlalchemy",
    "wtforms",
    "flask_wtf",
    "rq",
    "redis",
    "icalendar",
    "babel",
}


def test_a_rules_file_is_called_like_its_key() -> None:
    assert sorted(rule.key.replace("-", "_") for rule in RULES) == RULE_FILES


def test_every_rule_has_a_number_of_its_own() -> None:
    numbers = [rule.number for rule in RULES]

    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("key", RULE_FILES)
def test_every_rule_has_a_test_file_called_like_it(key: str) -> None:
    test_file = ROOT / "tests/rules/catalog" / f"test_{key}.py"

    assert test_file.exists()
    number = next(rule.number for rule in RULES if rule.key == key.replace("_", "-"))
    assert test_file.read_text(encoding="utf-8").startswith(f'"""{number}.')


def test_a_platforms_file_is_called_like_its_key() -> None:
    assert [each.key for each in PLATFORMS.values()] == PLATFORM_FILES


def test_the_page_of_rules_and_platforms_is_up_to_date() -> None:
    assert rules_doc.PAGE.read_text(encoding="utf-8") == rules_doc.page()


@pytest.mark.parametrize("module", PURE)
def test_the_core_reaches_no_framework(module: str) -> None:
    script = f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"

    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert not FOREIGN & set(loaded.stdout.split())
