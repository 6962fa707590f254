"""gunicorn's logs without secret addresses: whoever reads a log must not read a calendar with it."""

import logging
import re

from gunicorn.config import Config
from gunicorn.glogging import Logger

# 32 random bytes, as an address writes them, are 43 characters long.
# Sealed addresses have a dot within, and what follows it is 27 long.
_SECRET = re.compile(r"/(feeds|shared|join|now|stop)/[\w-]{20,}(\.[\w-]{20,})?")


def without_secrets(text: str) -> str:
    """The text with the secrets of calendars, invitations and mails taken out of every address."""
    return _SECRET.sub(r"/\1/…", text)


class DiscreetFormatter(logging.Formatter):
    """Formats as another one does; what it has made, tracebacks too, loses its secrets last."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(self._inner.format(record))


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """What `parley web` gives gunicorn: its own logger, whichever logs are turned on."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(DiscreetFormatter(handler.formatter or logging.Formatter()))
