"""The built style sheet, script and icons: Node packages and the build, only when something changed.

Standard library only. Node comes from the system, else from a Python package that brings it along.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools import environment
from tools.environment import ROOT, VENV, MissingError, say

OLDEST_NODE = 20
MANIFEST = ROOT / "calendar_app" / "static" / "built" / "manifest.json"
MODULES = ROOT / "node_modules"
PACKAGES_STAMP = MODULES / ".parley"
BUILD_STAMP = ROOT / ".cache" / "frontend"
LOCK = ROOT / "package-lock.json"


def ensure(*, with_tests: bool) -> None:
    """Have the built files, and on request the Node packages of the tests.

    Raises MissingError when the machine cannot do it.
    """
    needs_build = not MANIFEST.exists() or _read(BUILD_STAMP) != _sources()
    if needs_build or with_tests:
        _install(with_tests=with_tests)
    if needs_build:
        say("Building style sheet, script and icons")
        _npm("run", "--silent", "build")
        BUILD_STAMP.parent.mkdir(exist_ok=True)
        BUILD_STAMP.write_text(_sources())


def _install(*, with_tests: bool) -> None:
    """Install the Node packages; those of the tests contain those of the build."""
    lock = _digest([LOCK])
    if _read(PACKAGES_STAMP) in {f"all {lock}", f"all {lock}" if with_tests else f"build {lock}"}:
        return
    say("Installing Node packages")
    _npm(
        "ci",
        "--ignore-scripts",
        "--no-progress",
        "--no-update-notifier",
        "--loglevel=error",
        *([] if with_tests else ["--omit=dev"]),
    )
    PACKAGES_STAMP.write_text(f"{'all' if with_tests else 'build'} {lock}")


def _npm(*words: str) -> None:
    npm = _find_npm()
    path = f"{npm.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    if not environment.succeeds([npm, *words], cwd=ROOT, env={**os.environ, "PATH": path}):
        raise MissingError(
            f"`npm {words[0]}` failed, for the reason above; when that is mended: python3 run.py setup"
        )


def _find_npm() -> Path:
    """npm beside a Node that is new enough, else the one that the node lock brings into .venv."""
    npm = shutil.which("npm")
    if npm and _node_version() >= OLDEST_NODE:
        return Path(npm)
    environment.ensure("node")
    return VENV / "bin" / "npm"


def _node_version() -> int:
    """The major version of Node on PATH, 0 when there is none."""
    node = shutil.which("node")
    if node is None:
        return 0
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", told)
    return int(found[1]) if found else 0


def _sources() -> str:
    """A hash over everything the build reads."""
    files = (path for path in (ROOT / "frontend").rglob("*") if path.is_file())
    return _digest([LOCK, *sorted(files)])


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
