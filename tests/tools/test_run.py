"""`python3 run.py` on machines that lack something, and on those that lack nothing any more."""

import ast
import base64
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import run
from tools.environment import ROOT

HIDE = "import sys; sys.modules.update(dict.fromkeys({hidden!r}))\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with just what setting up reads, and a lock that names one small package."""
    root = tmp_path / "checkout"
    (root / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", root)
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    wheel = small_wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = f"--no-index\n--find-links {tmp_path}\nsmall==1.0 --hash=sha256:{digest}\n"
    (root / "requirements" / "run.txt").write_text(lock)
    return root


def small_wheel(folder: Path) -> Path:
    path = folder / "small-1.0-py3-none-any.whl"
    files = {
        "small.py": "",
        "small-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n",
        "small-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={_record_hash(text)},{len(text)}" for name, text in files.items()]
    files["small-1.0.dist-info/RECORD"] = "\n".join([*record, "small-1.0.dist-info/RECORD,,"])
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return path


def _record_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def in_checkout(
    root: Path, code: str, *, hidden: tuple[str, ...] = (), path: str = "/usr/bin:/bin"
) -> "subprocess.CompletedProcess[str]":
    """Run code on a machine without uv and, if wanted, without some modules of Python."""
    return subprocess.run(
        [sys.executable, "-c", HIDE.format(hidden=hidden) + code],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_any_python_can_read_the_first_file() -> None:
    source = (ROOT / "run.py").read_text(encoding="ascii")

    tree = ast.parse(source, feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]


def test_an_old_python_is_told_of_a_newer_one_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python3.12").touch(mode=0o755)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert run.what_is_missing() == (
        "Parley needs Python 3.11 or newer; this is Python 3.9. "
        "Start it with the newer one of this machine: python3.12 run.py"
    )


def test_an_old_python_alone_is_told_how_to_install_a_newer_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (2, 7, 18))
    monkeypatch.setenv("PATH", str(tmp_path))

    sentence = run.what_is_missing()

    assert sentence is not None
    assert "this is Python 2.7" in sentence
    assert "sudo apt install python3.11-venv && python3.11 run.py" in sentence


def test_without_venv_and_pip_the_package_to_install_is_named(checkout: Path) -> None:
    code = "from tools.launch import main; sys.exit(main(['check', 'plan.csv']))"

    done = in_checkout(checkout, code, hidden=("ensurepip", "pip"))

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.returncode == 1
    assert done.stderr.endswith(f"on Debian and Ubuntu: sudo apt install python{version}-venv\n")
    assert done.stderr.count("\n") == 1
    assert not (checkout / ".venv").exists()


SET_UP = "from tools import environment; environment.ensure('run')"


def test_a_second_start_installs_nothing(checkout: Path) -> None:
    first = in_checkout(checkout, SET_UP)

    second = in_checkout(checkout, SET_UP)

    assert "Installing the packages of requirements/run.txt" in first.stdout, first.stderr
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_the_environment_imports_lock_and_checkout_from_anywhere(checkout: Path, tmp_path: Path) -> None:
    in_checkout(checkout, SET_UP)

    done = subprocess.run(
        [checkout / ".venv" / "bin" / "python", "-c", "import small, tools; print(tools.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith(str(checkout))


@pytest.mark.skipif(importlib.util.find_spec("pip") is None, reason="needs a Python with pip to start from")
def test_a_python_without_ensurepip_uses_the_pip_it_has(checkout: Path) -> None:
    done = in_checkout(checkout, SET_UP, hidden=("ensurepip",))

    assert done.returncode == 0, done.stderr
    assert list(checkout.glob(".venv/lib/python3*/site-packages/small.py"))
    assert not list(checkout.glob(".venv/lib/python3*/site-packages/pip"))


def test_a_package_that_is_not_the_locked_one_is_refused(checkout: Path) -> None:
    lock = checkout / "requirements" / "run.txt"
    lock.write_text(lock.read_text().replace("sha256:", "sha256:0")[:-2] + "\n")

    done = in_checkout(checkout, "from tools.launch import main; sys.exit(main(['check', 'plan.csv']))")

    assert done.returncode == 1
    assert "when the network is back: python3 run.py setup" in done.stderr
    assert not (checkout / ".venv" / "parley-locks").exists()


def test_packages_that_there_are_not_are_said(checkout: Path) -> None:
    done = in_checkout(checkout, "from tools import environment; environment.ensure('bnech')")

    assert "There is no requirements/bnech.txt; there are: run, test, bench, node" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("target", ["bench", "bench-originality", "chaos", "screenshots"])
def test_what_needs_the_tests_packages_sets_them_up_first(target: str) -> None:
    lines = (ROOT / "Makefile").read_text().split(f"\n{target}:", 1)[1].split("\n\n")[0]

    assert lines.index("run.py setup test") < lines.index(".venv/bin/python")


@pytest.fixture
def front(checkout: Path, tmp_path: Path) -> Path:
    """The checkout with sources to build, and a Node that notes what it is asked to do."""
    (checkout / "frontend").mkdir()
    (checkout / "frontend" / "app.css").write_text("p {}")
    (checkout / "package-lock.json").write_text("{}")
    programs = tmp_path / "programs"
    programs.mkdir()
    built = "calendar_app/static/built"
    npm = f'echo "$*" >> asked; mkdir -p node_modules {built}; touch {built}/manifest.json'
    for name, line in {"node": "echo v24.1.0", "npm": npm}.items():
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)
    return checkout


def build(front: Path, *, with_tests: bool = False) -> list[str]:
    """Have the front end; gives what npm was asked for meanwhile."""
    (front / "asked").unlink(missing_ok=True)
    code = f"from tools import frontend; frontend.ensure(with_tests={with_tests})"
    done = in_checkout(front, code, path=f"{front.parent / 'programs'}:/usr/bin:/bin")
    assert done.returncode == 0, done.stderr
    asked = front / "asked"
    return [line.split()[0] for line in asked.read_text().splitlines()] if asked.exists() else []


def test_the_front_end_is_built_once(front: Path) -> None:
    assert build(front) == ["ci", "run"]
    assert build(front) == []


def test_a_changed_source_is_built_again_without_installing(front: Path) -> None:
    build(front)

    (front / "frontend" / "app.css").write_text("p { color: red }")

    assert build(front) == ["run"]


def test_the_packages_of_the_tests_are_added_when_they_are_wanted(front: Path) -> None:
    build(front)

    assert build(front, with_tests=True) == ["ci"]
    assert build(front, with_tests=True) == []
    assert build(front) == []


def test_a_failing_build_is_said_with_the_command_that_repeats_it(front: Path) -> None:
    (front.parent / "programs" / "npm").write_text("#!/bin/sh\nexit 3\n")
    code = "from tools import frontend; frontend.ensure(with_tests=False)"

    done = in_checkout(front, code, path=f"{front.parent / 'programs'}:/usr/bin:/bin")

    assert "`npm ci` failed, for the reason above; when that is mended: python3 run.py setup" in done.stderr
