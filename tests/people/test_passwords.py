"""How passwords are kept and which are refused."""

import pytest
from argon2 import PasswordHasher

from calendar_app.people.passwords import hash_password, is_guessable, is_outdated, is_right

KNOWN = ("Ada Bell", "ada.bell@example.org", "Lindenau Library")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "12345678",
        "qwertzuiop",
        "Redaktionsplan",
        "parley2026!",
        "Sommer2026",
        "aaaaaaaaaaaa",
        "abcabcabc",
        "        ",
        "ada.bell.1",
        "lindenau99",
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert is_guessable(password, KNOWN)


@pytest.mark.parametrize(
    "password",
    ["seven grey geese", "Wolken über Kassel", "a1!b2?c3", "🌲🦆🌧️ wald am see", "ein Satz " * 12],
)
def test_length_is_enough_whatever_it_is_made_of(password: str) -> None:
    assert not is_guessable(password, KNOWN)


def test_a_password_fits_its_own_hash_only() -> None:
    kept = hash_password("seven grey geese")

    assert is_right("seven grey geese", kept)
    assert not is_right("seven gray geese", kept)
    assert kept.startswith("$argon2id$")


def test_letters_are_the_same_however_the_keyboard_writes_them() -> None:
    kept = hash_password("Käse")  # a with dots as two signs

    assert is_right("Käse", kept)


def test_nothing_fits_where_there_is_no_hash() -> None:
    assert not is_right("nobody", None)
    assert not is_right("anything", "not a hash")


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("seven grey geese")

    assert is_outdated(weak)
    assert not is_outdated(hash_password("seven grey geese"))
