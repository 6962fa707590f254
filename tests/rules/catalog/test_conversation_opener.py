"""R24."""

import pytest

from calendar_app.rules.facts import Facts, Label, Variant
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, facts, severity, variant, verdict

STATEMENT = "Die Werkstatt ist wieder offen."


def world_of(openers: int, statements: int, *, attended: bool = True) -> tuple[Facts, Variant]:
    posts = [
        variant(
            n,
            at=at(f"2027-02-{10 + n} 12:00"),
            text="Wen kennt ihr in Graz?" if n < openers else STATEMENT,
            answer_person_id="anna" if attended else None,
        )
        for n in range(openers + statements)
    ]
    return facts(*posts[:-1]), posts[-1]


@pytest.mark.parametrize(
    ("openers", "statements", "expected"),
    [
        (4, 6, Severity.PASS),
        (2, 8, Severity.INFO),
        (3, 7, Severity.PASS),  # exactly 30 %
        (0, 4, Severity.NOT_APPLICABLE),
        (1, 4, Severity.INFO),
    ],
)
def test_enough_posts_ask_something(openers: int, statements: int, expected: Severity) -> None:
    assert severity("R24", *world_of(openers, statements)) is expected


def test_a_question_that_nobody_attends_is_none() -> None:
    assert severity("R24", *world_of(4, 6, attended=False)) is Severity.INFO


def test_a_question_is_not_told_to_ask() -> None:
    world, _ = world_of(1, 9)
    question = variant("q", text="Was fehlt euch?", answer_person_id="anna")

    assert severity("R24", world, question) is Severity.PASS


@pytest.mark.parametrize("label", [Label.QUESTION, Label.POLL, Label.INVITATION])
def test_a_label_says_it_too(label: Label) -> None:
    world, _ = world_of(2, 7)
    labelled = variant("l", text=STATEMENT, labels=frozenset({label}), answer_person_id="anna")

    assert verdict("R24", world, labelled).counted == (0, 1, "l")


def test_one_and_many_are_written_right() -> None:
    one = verdict("R24", *world_of(1, 4))
    two = verdict("R24", *world_of(2, 8))
    none = verdict("R24", *world_of(0, 10))

    assert none.message("en").startswith("Of 10 posts on Mastodon, none invites an answer.")
    assert none.message("de").startswith("Von 10 Beiträgen auf Mastodon lädt keiner zur Antwort ein.")
    assert one.message("en").startswith("Only 1 of 5 posts on Mastodon invites an answer.")
    assert two.message("en").startswith("Only 2 of 10 posts on Mastodon invite an answer.")
    assert one.message("de").startswith("Nur 1 von 5 Beiträgen auf Mastodon lädt zur Antwort ein.")
    assert two.message("de").startswith("Nur 2 von 10 Beiträgen auf Mastodon laden zur Antwort ein.")
