"""What things are called in the reader's language."""

import pytest

from calendar_app.foundation.i18n import language_name, speaking


@pytest.mark.parametrize(
    ("code", "english", "german"),
    [
        ("de", "German", "Deutsch"),
        ("de-at", "German (Austria)", "Deutsch (Österreich)"),
        ("nds", "Low German", "Niederdeutsch"),
    ],
)
def test_a_language_is_called_what_the_reader_calls_it(code: str, english: str, german: str) -> None:
    names = []
    for reader in ("en", "de"):
        with speaking(reader):
            names.append(language_name(code))

    assert names == [english, german]


@pytest.mark.parametrize("code", ["xx", "zz-q", "not a code", ""])
def test_an_unknown_language_names_itself(code: str) -> None:
    assert language_name(code) == code
