"""gunicorn's logs name no secret address, whichever of them are turned on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from itsdangerous import URLSafeSerializer

from calendar_app.service.commands import web
from calendar_app.service.logs import DiscreetLogger, without_secrets

TOKEN = "Zk3-" + "x_" * 19 + "9"


@pytest.fixture
def logger(tmp_path: Path) -> Iterator[DiscreetLogger]:
    settings = Config()
    for name in ("accesslog", "errorlog"):
        settings.set(name, str(tmp_path / name))
    logger = DiscreetLogger(settings)
    yield logger
    for log in (logger.access_log, logger.error_log):
        for handler in list(log.handlers):
            log.removeHandler(handler)
            handler.close()


def test_the_access_log_says_which_page_and_not_which_calendar(
    logger: DiscreetLogger, tmp_path: Path
) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"/feeds/{TOKEN}.ics?x=1",
        "PATH_INFO": f"/feeds/{TOKEN}.ics",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://parley.test/join/{TOKEN}",
    }
    answer = SimpleNamespace(status="200 OK", sent=10, headers=[])

    logger.access(answer, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))

    said = (tmp_path / "accesslog").read_text()
    assert TOKEN not in said
    assert "GET /feeds/….ics?x=1 HTTP/1.1" in said
    assert "https://parley.test/join/…" in said


def test_what_is_shared_with_outsiders_is_a_secret_too() -> None:
    assert without_secrets(f"GET /shared/{TOKEN} HTTP/1.1") == "GET /shared/… HTTP/1.1"


def test_an_error_with_its_traceback_names_no_calendar(logger: DiscreetLogger, tmp_path: Path) -> None:
    try:
        path = f"/feeds/{TOKEN}.ics"
        raise ValueError(f"cannot serve {path}")
    except ValueError:
        logger.exception("Error handling request %s", f"/feeds/{TOKEN}.ics")

    said = (tmp_path / "errorlog").read_text()
    assert TOKEN not in said
    assert said.count("/feeds/….ics") == 2
    assert "Traceback" in said


@pytest.mark.parametrize("page", ["/now/", "/mails/stop/"])
def test_what_is_sealed_is_left_out_too(page: str) -> None:
    token = URLSafeSerializer("any").dumps([1, 2, "2026-04-08T09:00"])

    assert without_secrets(f"POST {page}{token}/log HTTP/1.1") == f"POST {page}…/log HTTP/1.1"


def test_other_addresses_stay_as_they_are() -> None:
    assert without_secrets("/feeds /feeds/ /week/2026-04-06 /posts/1/variants/2") == (
        "/feeds /feeds/ /week/2026-04-06 /posts/1/variants/2"
    )


def test_the_web_process_is_started_with_it() -> None:
    command = web("127.0.0.1:8000")

    assert command[command.index("--logger-class") + 1] == (
        f"{DiscreetLogger.__module__}.{DiscreetLogger.__name__}"
    )
