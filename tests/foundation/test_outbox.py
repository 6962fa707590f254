"""Mails as files."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from calendar_app.foundation.mail import Letter, Mail, PermanentFailure, Sent, TemporaryFailure, Withheld
from calendar_app.foundation.outbox import OutboxTransport


def mail(*, address: str = "bob@example.org", message_id: str = "reminder.1.1@example.org") -> Mail:
    letter = Letter("Übermorgen", "Hällo.\n", "<p>Hällo.</p>")
    return Mail(
        message_id, "Parley <parley@localhost>", "Bob", address, letter, datetime(2026, 4, 8, tzinfo=UTC), "5"
    )


def test_a_mail_is_a_file_that_mail_programs_read(tmp_path: Path) -> None:
    assert OutboxTransport(tmp_path).send(mail(), lambda: True) == Sent()

    (file,) = tmp_path.rglob("*.eml")
    assert file.parent == tmp_path / "5"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "Übermorgen"


def test_the_same_mail_twice_is_one_file(tmp_path: Path) -> None:
    transport = OutboxTransport(tmp_path)

    transport.send(mail(), lambda: True)
    transport.send(mail(), lambda: True)

    assert len(list((tmp_path / "5").iterdir())) == 1


def test_a_withheld_mail_leaves_no_trace(tmp_path: Path) -> None:
    assert OutboxTransport(tmp_path).send(mail(), lambda: False) == Withheld()

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_matter_for_later(tmp_path: Path) -> None:
    (tmp_path / "5").write_text("a file where the folder should be")

    assert isinstance(OutboxTransport(tmp_path).send(mail(), lambda: True), TemporaryFailure)


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    assert isinstance(OutboxTransport(tmp_path).send(mail(address="nobody"), lambda: True), PermanentFailure)


@pytest.mark.parametrize("message_id", ["../../etc/passwd@x", "a/b@x"])
def test_no_message_id_leads_out_of_the_folder(tmp_path: Path, message_id: str) -> None:
    OutboxTransport(tmp_path / "outbox").send(mail(message_id=message_id), lambda: True)

    (file,) = tmp_path.rglob("*.eml")
    assert file.parent == tmp_path / "outbox" / "5"


def test_a_forgotten_box_is_gone_and_the_others_stay(tmp_path: Path) -> None:
    outbox = OutboxTransport(tmp_path)
    outbox.send(mail(), lambda: True)
    outbox.send(replace(mail(), box="6"), lambda: True)

    outbox.forget("5")
    outbox.forget("5")
    outbox.forget("..")

    assert [path.name for path in tmp_path.iterdir()] == ["6"]
