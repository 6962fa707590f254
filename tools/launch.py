"""What `python3 run.py` does. Standard library only: it runs before anything is installed."""

import os

from tools import checks, environment, frontend
from tools.environment import PYTHON, MissingError, say

HELP = """\
python3 run.py               set everything up and start Parley
python3 run.py test [...]    set everything up, run all checks and the tests; what follows goes to pytest
python3 run.py lint          the checks without the tests
python3 run.py setup [...]   set everything up and stop there; with more packages after "test" or "test bench"
python3 run.py wheel         build dist/parley-….whl, with the built pages inside
python3 run.py check FILE    check a plan; like every other word a verb of `parley`, see run.py --help"""


def main(arguments: list[str]) -> int | str:
    """Run one command; gives its exit status, or the sentence that says what is missing."""
    verb, *rest = arguments or ["up"]
    try:
        return _run(verb, rest)
    except MissingError as missing:
        return str(missing)
    except KeyboardInterrupt:
        return 130


def _run(verb: str, rest: list[str]) -> int:  # noqa: RET503 exec never returns
    match verb:
        case "help":
            say(HELP)
            return 0
        case "setup":
            _prepare()
            for lock in rest:
                environment.ensure(lock)
            say("Parley is set up; start it with: python3 run.py")
            return 0
        case "lint":
            environment.ensure("test")
            return 0 if checks.lint() else 1
        case "test":
            environment.ensure("test")
            frontend.ensure(with_tests=True)
            passed = checks.lint()
            return 0 if checks.test(rest) and passed else 1
        case "wheel":
            environment.ensure("test")
            frontend.ensure(with_tests=False)
            return environment.run_python("-m", "hatchling", "build", "--clean", "-t", "wheel")
        case "up":
            _prepare()
        case _:
            environment.ensure("run")
    os.execv(PYTHON, [str(PYTHON), "-m", "calendar_app.cli", verb, *rest])  # noqa: S606 our own command


def _prepare() -> None:
    environment.ensure("run")
    frontend.ensure(with_tests=False)
