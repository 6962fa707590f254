"""Fixtures of dialog time."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[], int]]:
    """How many statements the app's database has run since the fixture was last asked."""
    engine = app.extensions["parley"]["database"].engine
    statements: list[str] = []

    def remember(*details: object) -> None:
        statements.append(str(details[2]))

    def asked() -> int:
        number = len(statements)
        statements.clear()
        return number

    event.listen(engine, "before_cursor_execute", remember)
    yield asked
    event.remove(engine, "before_cursor_execute", remember)
