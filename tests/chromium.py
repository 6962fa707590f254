"""A Chromium for browser tests, wherever this machine has one, else the one that an npm package unpacks."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
UNPACKED = ROOT / ".cache" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FLAGS = (
    "--no-sandbox",  # tests often run as root or in a container, where the sandbox cannot start
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The package's list names only folders of the service it was made for; without a font, text has no height.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{own}</dir><dir>/usr/share/fonts</dir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """Where it stands and what its environment needs beyond our own."""

    executable: Path
    environ: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    """The Chromium of this machine. Without one the test is skipped, but fails where CI is set."""
    found = find()
    if found is None:
        sentence = "no Chromium here; set CHROME_PATH, or: sudo apt install chromium, or: python3 run.py test"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return found


@cache
def find() -> Chromium | None:
    """CHROME_PATH, else a browser on PATH, else the npm package @sparticuz/chromium."""
    if given := os.environ.get("CHROME_PATH"):
        return Chromium(Path(given))
    for name in NAMES:
        if path := shutil.which(name):
            return Chromium(Path(path))
    return unpack()


def unpack() -> Chromium | None:
    """The browser of the npm package with the libraries it needs, unpacked once into .cache."""
    if not (ROOT / "node_modules" / "@sparticuz" / "chromium").is_dir():
        return None
    if not UNPACKED.is_dir():
        _unpack_into(UNPACKED)
    fonts, libraries = UNPACKED / "fonts", UNPACKED / "al2023" / "lib"
    return Chromium(UNPACKED / "chromium", {"LD_LIBRARY_PATH": str(libraries), "FONTCONFIG_PATH": str(fonts)})


def _unpack_into(folder: Path) -> None:
    """Unpack aside and move, so that two test processes may do it at once."""
    aside = folder.with_name(f"{folder.name}-{os.getpid()}")
    aside.mkdir(parents=True)
    path = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{ROOT / '.venv' / 'bin'}"
    # The package unpacks its libraries only where it believes to be on the service it was made for.
    environ = {**os.environ, "PATH": path, "TMPDIR": str(aside), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
    script = "import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())"
    subprocess.run(["node", "--eval", script], cwd=ROOT, env=environ, check=True)
    (aside / "fonts" / "fonts.conf").write_text(FONTS.format(own=folder / "fonts"))
    try:
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside)
