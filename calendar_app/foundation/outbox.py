"""Mails as files, where no mail server is set: `outbox/<box>/<message>.eml` in the data folder."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from calendar_app.foundation.mail import (
    AddressError,
    Mail,
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Withheld,
)
from calendar_app.foundation.mime import octets

_NOT_FOR_FILES = re.compile(r"[^A-Za-z0-9.-]|^\.+")


class OutboxTransport:
    """Writes one file per mail. The same mail twice is the same file, so no outcome is ever in doubt."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: Mail, may_go: Callable[[], bool]) -> Outcome:
        try:
            content = octets(mail)
        except AddressError as error:
            return PermanentFailure(str(error))
        if not may_go():
            return Withheld()
        try:
            _write(self._path(mail), content)
        except OSError as error:
            return TemporaryFailure(f"the outbox cannot be written: {error.strerror}")
        return Sent()

    def close(self) -> None:
        """Nothing is held open."""

    def forget(self, box: str) -> None:
        """Remove the mails of a box; none there is fine."""
        shutil.rmtree(self._box(box), ignore_errors=True)

    def _path(self, mail: Mail) -> Path:
        name, _, _ = mail.message_id.partition("@")
        return self._box(mail.box) / f"{_NOT_FOR_FILES.sub('-', name)}.eml"

    def _box(self, name: str) -> Path:
        return self._folder / _NOT_FOR_FILES.sub("-", name)


def _write(path: Path, content: bytes) -> None:
    """All of the file or nothing, also when the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
