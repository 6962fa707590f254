"""Building messages, whatever people typed."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.foundation.mail import AddressError, Letter, Mail, build, one_line, to_bytes
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


def test_a_message_says_that_a_machine_wrote_it_and_always_has_the_same_id() -> None:
    first, second = build(mail()), build(mail())

    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"] == second["Message-ID"] == "<reminder.7.42@example.org>"
    assert first.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


def test_line_ends_in_a_name_or_subject_make_no_new_header() -> None:
    message = build(mail(name="Eve\r\nBcc: all@example.org", subject="Hello\nBcc: all@example.org"))

    read = message_from_bytes(to_bytes(message), policy=policy.default)

    assert read["Bcc"] is None
    assert read["Subject"] == "Hello Bcc: all@example.org"


@given(name=st.text(max_size=80), subject=st.text(max_size=200), text=st.text(max_size=200))
def test_nothing_a_person_types_breaks_a_message(name: str, subject: str, text: str) -> None:
    read = message_from_bytes(
        to_bytes(build(mail(name=name, subject=subject, text=text))), policy=policy.default
    )

    assert set(read.keys()) == {
        "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert read["To"].addresses[0].addr_spec == "bob@example.org"
    assert one_line(str(read["Subject"])) == one_line(subject)


@pytest.mark.parametrize(
    "address", ["", "bob", "@", "bob@", "@example.org", "b o b@example.org", "bob@exa\nmple.org"]
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    with pytest.raises(AddressError):
        build(mail(address=address))


@pytest.mark.parametrize("sender", ["nobody", "Parley <>", "parley@"])
def test_a_sender_that_is_no_address_is_refused_at_the_start(sender: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PARLEY_MAIL_FROM must look like"):
        Settings.from_env({"PARLEY_DATA_DIR": str(tmp_path), "PARLEY_MAIL_FROM": sender})
