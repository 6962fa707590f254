"""Building messages, whatever people typed."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.foundation.mail import AddressError, Letter, Mail, one_line
from calendar_app.foundation.mime import NOT_FOR_TEXT, octets
from calendar_app.foundation.settings import Settings, SettingsError


def mail(
    *, name: str = "Bob", subject: str = "A subject", text: str = "Hello.\n", address: str = "bob@example.org"
) -> Mail:
    return Mail(
        message_id="reminder.7.42@example.org",
        sender="Parley <parley@example.org>",
        name=name,
        address=address,
        letter=Letter(subject, text, f"<p>{text}</p>"),
        at=datetime(2026, 4, 8, 7, tzinfo=UTC),
        box="1",
    )


def read(mail: Mail) -> EmailMessage:
    return message_from_bytes(octets(mail), policy=policy.default)


def test_a_message_says_that_a_machine_wrote_it_and_always_has_the_same_id() -> None:
    first, second = read(mail()), read(mail())

    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"] == second["Message-ID"] == "<reminder.7.42@example.org>"
    assert first.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


def test_line_ends_in_a_name_or_subject_make_no_new_header() -> None:
    message = read(mail(name="Eve\r\nBcc: all@example.org", subject="Hello\nBcc: all@example.org"))

    assert message["Bcc"] is None
    assert message["Subject"] == "Hello Bcc: all@example.org"


@given(name=st.text(max_size=80), subject=st.text(max_size=200), text=st.text(max_size=200))
def test_nothing_a_person_types_breaks_a_message(name: str, subject: str, text: str) -> None:
    message = read(mail(name=name, subject=subject, text=text))

    assert set(message.keys()) == {
        "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert message["To"].addresses[0].addr_spec == "bob@example.org"
    assert recipient(mail(name=name)) == (one_line(name), "bob@example.org")
    assert one_line(str(message["Subject"])) == one_line(subject)
    assert [part.get_content().splitlines() for part in message.iter_parts()] == [
        shown(text),
        shown(f"<p>{text}</p>"),
    ]


def recipient(mail: Mail) -> tuple[str, str]:
    """As a mail program shows it; the library's newer parser puts spaces between encoded words."""
    name, address = parseaddr(message_from_bytes(octets(mail))["To"])
    return one_line(str(make_header(decode_header(name)))), address


def shown(text: str) -> list[str]:
    """The lines of a text without what no mail can hold."""
    return NOT_FOR_TEXT.sub("", text).splitlines() or [""]


@given(name=st.text(max_size=80), subject=st.text(max_size=200), text=st.text(max_size=2000))
def test_every_line_is_short_plain_and_ends_as_mails_do(name: str, subject: str, text: str) -> None:
    lines = octets(mail(name=name, subject=subject, text=text)).split(b"\r\n")

    assert all(len(line) <= 998 and line.isascii() for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_a_calendars_file_comes_along_as_it_is() -> None:
    file = b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n" * 5
    letter = replace(mail().letter, calendar=file)

    words, attached = read(replace(mail(), letter=letter)).iter_parts()

    assert words.get_content_type() == "multipart/alternative"
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "PUBLISH"
    assert attached.get_payload(decode=True) == file


@pytest.mark.parametrize(
    "address", ["", "bob", "@", "bob@", "@example.org", "b o b@example.org", "bob@exa\nmple.org"]
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    with pytest.raises(AddressError):
        octets(mail(address=address))


@pytest.mark.parametrize("sender", ["nobody", "Parley <>", "parley@"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(sender: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PARLEY_MAIL_FROM must look like"):
        Settings.from_env({"PARLEY_DATA_DIR": str(tmp_path), "PARLEY_MAIL_FROM": sender})
