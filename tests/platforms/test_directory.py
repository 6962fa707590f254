import pytest

from calendar_app.platforms.directory import GENERAL, PLATFORMS, platform, recognise


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Twitter", "x"),
        ("X", "x"),
        ("X (ehem. Twitter)", "x"),
        ("x.com", "x"),
        ("FB", "facebook"),
        ("Facebook-Seite", "facebook"),
        ("Insta", "instagram"),
        ("LinkedIn page", "linkedin"),
        ("linkedin-galaxyproject", "linkedin"),
        ("Mastodon DE", "mastodon"),
        ("YT", "youtube"),
        ("Newsletter", "general"),
        ("Instagram chat", "instagram"),
    ],
)
def test_names_of_real_sheets_are_recognised(name: str, key: str) -> None:
    found = recognise(name)

    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("name", ["", "Xing", "FB & Insta", "Presse", "x" * 10_000])
def test_an_unclear_name_is_not_guessed(name: str) -> None:
    assert recognise(name) is None


def test_an_unknown_key_gets_the_general_profile() -> None:
    assert platform("mastodon") is PLATFORMS["mastodon"]
    assert platform("xing") is GENERAL
    assert GENERAL.is_general


def test_no_two_platforms_answer_to_one_name() -> None:
    spellings = [
        name.casefold()
        for each in PLATFORMS.values()
        for name in {each.key, each.name.en.casefold(), *(alias.casefold() for alias in each.aliases)}
    ]

    assert len(spellings) == len(set(spellings))
