"""The wheel holds all that Parley needs: it runs where neither the checkout nor a developer's package is."""

import re
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

from calendar_app.foundation.places import ROOT
from tests.service.household import RunningHousehold, clear_away, free_port

START = "from importlib.metadata import entry_points as e; e(group='console_scripts')['parley'].load()()"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_contains_what_is_not_python(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for wanted in (
        "calendar_app/bundle/wsgi.py",
        "calendar_app/bundle/templates/layout/page.html",
        "calendar_app/bundle/migrations/env.py",
        "calendar_app/bundle/migrations/versions/0001_first_schema.py",
        "calendar_app/static/built/manifest.json",
        "calendar_app/translations/de/foundation.po",
        "workers/__main__.py",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith(("tests/", "tools/", "node_modules/"))]


def test_an_installed_wheel_runs(wheel: Path, tmp_path: Path) -> None:
    python = empty_environment(tmp_path / "venv", wheel)
    (bundle,) = tmp_path.glob("venv/lib/python3*/site-packages/calendar_app/bundle")

    house = RunningHousehold(tmp_path / "data", free_port(), (str(python), "-c", START, "up"), tmp_path)
    try:
        house.wait_for_ready()

        assert house.healthy()
        assert Path(f"/proc/{house.part('web')}/cwd").resolve() == bundle
    finally:
        clear_away(house)


def empty_environment(folder: Path, wheel: Path) -> Path:
    """A virtual environment with the wheel and just the packages it is locked to; gives its Python.

    The packages are linked from where the tests run, which is what an installer would have fetched.
    """
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python3*/site-packages"))
    zipfile.ZipFile(wheel).extractall(packages)
    wanted = {_plain(name) for name in re.findall(r"^([\w.-]+)==", _lock(), re.MULTILINE)}
    for package in distributions():
        if _plain(package.name) in wanted:
            _link(package, packages)
    return folder / "bin" / "python"


def _lock() -> str:
    return (ROOT / "requirements" / "run.txt").read_text()


def _link(package: Distribution, packages: Path) -> None:
    for name in {file.parts[0] for file in package.files or [] if not file.parts[0].startswith("..")}:
        target = packages / name
        if not target.exists():
            target.symlink_to(Path(str(package.locate_file(name))))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
