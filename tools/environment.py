"""The virtual environment in .venv, filled from the locks in requirements/. Standard library only."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "parley-locks"

# What each lock contains besides itself.
CONTAINED = {"run": (), "test": ("run",), "bench": (), "node": ()}


class MissingError(Exception):
    """Something this machine lacks; the text is one sentence with the command that mends it."""


def ensure(lock: str) -> None:
    """Have the packages of requirements/<lock>.txt in .venv. Does nothing when they are there.

    Raises MissingError when the machine cannot do it, or when there is no such lock.
    """
    if lock not in CONTAINED:
        raise MissingError(f"There is no requirements/{lock}.txt; there are: {', '.join(CONTAINED)}")
    if PYTHON.exists() and fingerprint(lock) in _installed():
        return
    if not PYTHON.exists():
        say("Making a virtual environment in .venv")
        _make()
    say(f"Installing the packages of requirements/{lock}.txt")
    _install(lock)
    _link_checkout()
    STAMP.write_text("\n".join(_installed() | {fingerprint(name) for name in (lock, *CONTAINED[lock])}))


def fingerprint(lock: str) -> str:
    """The lock's name and the hash of its content."""
    return f"{lock} {hashlib.sha256(_path(lock).read_bytes()).hexdigest()}"


def say(text: str) -> None:
    print(text, flush=True)


def succeeds(command: list[str | Path], **options: object) -> bool:
    return subprocess.run(command, check=False, **options).returncode == 0  # type: ignore[call-overload, no-any-return]


def run_python(*words: str) -> int:
    """Run Python of .venv in the checkout; gives its exit status."""
    return subprocess.run([PYTHON, *words], cwd=ROOT, check=False).returncode


def _path(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.txt"


def _installed() -> set[str]:
    return set(STAMP.read_text().splitlines()) if STAMP.exists() else set()


def _make() -> None:
    """Make .venv with uv, with venv, or, where Debian has taken ensurepip out, with venv but without pip."""
    shutil.rmtree(VENV, ignore_errors=True)
    uv = shutil.which("uv")
    if uv and succeeds([uv, "venv", "--quiet", "--python", sys.executable, VENV]):
        return
    with_pip = importlib.util.find_spec("ensurepip") is not None
    if not with_pip and importlib.util.find_spec("pip") is None:
        raise MissingError(_pip_is_missing())
    if not succeeds([sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), VENV]):
        shutil.rmtree(VENV, ignore_errors=True)
        raise MissingError(_pip_is_missing())


def _pip_is_missing() -> str:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    return (
        "Python's venv and pip are missing, which Parley installs its packages with; "
        f"on Debian and Ubuntu: sudo apt install {package}"
    )


def _install(lock: str) -> None:
    if not any(
        succeeds([*installer, "--quiet", "--require-hashes", "-r", _path(lock)])
        for installer in _installers()
    ):
        raise MissingError(
            "The packages could not be installed, for the reason above; "
            "when the network is back: python3 run.py setup"
        )


def _installers() -> list[list[str | Path]]:
    """Commands that can install into .venv, the fastest first."""
    uv = shutil.which("uv")
    own_pip = succeeds([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL)
    pip: list[str | Path] = [PYTHON, "-m", "pip"]
    if not own_pip:
        pip = [sys.executable, "-m", "pip", "--python", PYTHON]
    with_pip = [*pip, "install", "--disable-pip-version-check", "--no-input"]
    return [[uv, "pip", "install", "--compile-bytecode", "--python", PYTHON], with_pip] if uv else [with_pip]


def _link_checkout() -> None:
    """Let .venv import the checkout from anywhere."""
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "parley-checkout.pth").write_text(f"{ROOT}\n")
