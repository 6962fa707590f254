"""R18."""

import pytest

from calendar_app.rules.facts import Picture, Variant
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import channel, facts, severity, variant, verdict

DESCRIBED = Picture("Ein Teddy liegt auf der Werkbank")
LINKEDIN, MASTODON = facts(channel("linkedin")), facts()


def post(*pictures: Picture, on: str = "linkedin") -> Variant:
    return variant(on=on, pictures=pictures)


def test_a_file_name_is_no_description() -> None:
    assert severity("R18", LINKEDIN, post(Picture("IMG_0421.jpg"))) is Severity.WARN
    assert severity("R18", LINKEDIN, post(Picture("eine_lange_datei_0421.jpeg"))) is Severity.WARN


def test_one_of_two_images_described_warns() -> None:
    found = verdict("R18", LINKEDIN, post(DESCRIBED, Picture()))

    assert found.severity is Severity.WARN
    assert found.message("en").startswith("1 image lacks a description.")
    assert found.message("de").startswith("1 Bild fehlt die Beschreibung.")


def test_on_mastodon_and_for_a_public_body_it_blocks() -> None:
    found = verdict("R18", MASTODON, post(Picture(), Picture(), on="mastodon"))

    assert found.severity is Severity.BLOCK
    assert found.message("de").startswith("2 Bildern fehlt die Beschreibung.")
    assert severity("R18", facts(channel("linkedin"), is_public_body=True), post(Picture())) is Severity.BLOCK


@pytest.mark.parametrize(
    ("alt", "expected"),
    [("x" * 14, Severity.WARN), ("x" * 15, Severity.PASS), ("Bild", Severity.WARN), ("", Severity.WARN)],
)
def test_short_words_say_nothing(alt: str, expected: Severity) -> None:
    assert severity("R18", LINKEDIN, post(Picture(alt))) is expected


def test_decoration_needs_none_and_a_video_needs_captions() -> None:
    assert severity("R18", LINKEDIN, post(Picture(is_decorative=True))) is Severity.PASS
    assert severity("R18", LINKEDIN, post(Picture(is_video=True))) is Severity.WARN
    assert severity("R18", LINKEDIN, post(Picture(is_video=True, has_captions=True))) is Severity.PASS


def test_without_pictures_there_is_nothing_to_judge() -> None:
    assert severity("R18", LINKEDIN, post()) is Severity.NOT_APPLICABLE
