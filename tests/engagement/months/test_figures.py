"""A month in numbers."""

from fractions import Fraction

from calendar_app.engagement.models import Interaction, InteractionKind, Relevance
from calendar_app.engagement.months.figures import Figures, figures


def logged(
    kind: InteractionKind = InteractionKind.COMMENT,
    *,
    quality: int = 1,
    link: str = "",
    relevance: Relevance = Relevance.OWN,
    key: str = "",
) -> Interaction:
    return Interaction(
        kind=kind, quality=quality, link=link, relevance=relevance, entry_key=key or f"{kind} {link}"
    )


def test_three_started_and_one_answered_are_three_quarters_started() -> None:
    kinds = (
        InteractionKind.COMMENT,
        InteractionKind.QUESTION,
        InteractionKind.CREDIT,
        InteractionKind.ANSWER,
    )

    assert figures(map(logged, kinds)).started_share == Fraction(3, 4)


def test_a_thread_is_deep_when_it_was_logged_twice_or_went_on() -> None:
    found = figures(
        [
            logged(link="https://example.org/1"),
            logged(InteractionKind.ANSWER, link="https://example.org/1"),
            logged(link="https://example.org/2"),
            logged(quality=3, key="a"),
            logged(key="b"),
        ]
    )

    assert (found.threads, found.deep, found.depth_share) == (4, 2, Fraction(1, 2))


def test_what_is_off_topic_counts_as_nothing_else() -> None:
    found = figures(
        [
            logged(InteractionKind.ANSWER),
            logged(relevance=Relevance.NEIGHBOUR),
            *(logged(relevance=Relevance.OFF_TOPIC, quality=3) for _ in range(2)),
        ]
    )

    assert found.started_share == Fraction(1, 2)
    assert found.relevant_share == Fraction(1, 2)
    assert (found.deep, found.off_topic, found.contributions) == (0, 2, 4)


def test_a_share_of_nothing_is_no_share() -> None:
    for empty in (figures([]), figures([], followers=0, engaged=0), figures([], engaged=7)):
        shares = (empty.started_share, empty.depth_share, empty.relevant_share, empty.engaged_share)
        assert shares == (None, None, None, None)


def test_who_took_part_is_a_part_of_who_follows() -> None:
    assert Figures(followers=200, engaged=5).engaged_share == Fraction(1, 40)
    assert Figures(followers=200, engaged=0).engaged_share == 0
