"""The search: what it pairs, how it goes on after a process died, and that repetition makes it no slower."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.copies import searching, services
from calendar_app.copies.models import CopyPair, CopySearch, SearchState
from calendar_app.foundation.db import Reach, limit_to_channels
from calendar_app.people.models import Person
from calendar_app.posts.models import Status, Variant
from calendar_app.rulebook import boilerplate
from calendar_app.rulebook.models import RuleChange
from tests.factories import NOW, make_channel, make_variant

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time
CHAIRS = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
LETTER = "A letter of 1987 fell out of a cookery book this morning. Who knows a Hannelore from Lime Street?"
DRILL = "The drill is what people borrow most. Second comes the raclette grill, and third a beamer for films."


@pytest.fixture
def mastodon(session: Session, alice: Person) -> Channel:
    return make_channel(session, "Mastodon", "mastodon")


@pytest.fixture
def linkedin(session: Session, alice: Person) -> Channel:
    return make_channel(session, "LinkedIn", "linkedin")


def begin(session: Session, alice: Person, days: int = 90) -> CopySearch:
    search = services.ask(session, days, person=alice, now=NOW)
    session.flush()
    return search


def a_piece(session: Session, search: CopySearch) -> None:
    piece = searching.next_piece(session, search.id)
    assert piece is not None
    searching.keep(session, piece, NOW)


def found(session: Session, search: CopySearch) -> set[tuple[int, int, bool]]:
    """(later, earlier, same text) of every pair after the search is done."""
    while piece := searching.next_piece(session, search.id):
        searching.keep(session, piece, NOW)
        session.flush()
    session.flush()
    rows = session.scalars(select(CopyPair).where(CopyPair.search_id == search.id))
    return {(row.one_id, row.other_id, row.is_same) for row in rows}


def test_copies_are_paired_across_channels_and_on_one(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    first = make_variant(session, mastodon, text=CHAIRS)
    second = make_variant(session, linkedin, text=CHAIRS.upper() + " #chairs")
    third = make_variant(session, mastodon, text=CHAIRS.replace("Saturday", "weekends"))
    make_variant(session, linkedin, text=LETTER)

    assert found(session, begin(session, alice)) == {
        (second.id, first.id, True),
        (third.id, first.id, False),
        (third.id, second.id, False),
    }


def test_what_is_a_copy_the_team_decides(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    make_variant(session, mastodon, text=CHAIRS)
    make_variant(session, linkedin, text=CHAIRS.replace("usually goes wrong, and how to mend it", "breaks"))
    tuned = RuleChange(rule="near-identical-cross-post", values={"block": 95, "warn": 90}, changed_at=NOW)

    as_usual = found(session, begin(session, alice))
    session.add(tuned)
    session.flush()
    as_decided = found(session, begin(session, alice))

    assert len(as_usual) == 1
    assert as_decided == set()


def test_own_words_make_no_pair(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    for channel, text in (
        (mastodon, CHAIRS),
        (linkedin, LETTER),
        (mastodon, DRILL),
        (linkedin, "Good morning!"),
    ):
        make_variant(session, channel, text=text)
    make_variant(session, mastodon, text="Good morning!")

    search = begin(session, alice)

    assert found(session, search) == set()
    assert search.is_done
    assert (search.compared, search.total) == (5, 5)


@pytest.mark.parametrize(("days_ago", "is_found"), [(89, True), (93, False), (-300, True)])
def test_the_period_reaches_back_and_all_the_way_ahead(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person, days_ago: int, is_found: bool
) -> None:
    make_variant(session, linkedin, text=CHAIRS, planned_wall=FRIDAY - timedelta(days=days_ago))
    make_variant(session, mastodon, text=CHAIRS)

    assert bool(found(session, begin(session, alice))) == is_found


def test_drafts_are_not_looked_at(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    make_variant(session, linkedin, text=CHAIRS, status=Status.DRAFT)
    make_variant(session, mastodon, text=CHAIRS)

    assert found(session, begin(session, alice)) == set()


def test_boilerplate_makes_no_pair(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    boilerplate.register(session, CHAIRS, None, person=alice, now=NOW)
    make_variant(session, linkedin, text=f"{CHAIRS} {LETTER}")
    make_variant(session, mastodon, text=f"{CHAIRS} {DRILL}")

    assert found(session, begin(session, alice)) == set()


def test_what_is_left_out_of_a_comparison_hides_no_copy(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    imprint = " ".join(f"{number * 7919 % 100_003:x}" for number in range(70))
    boilerplate.register(session, imprint, None, person=alice, now=NOW)
    copied = make_variant(session, linkedin, text=f"{CHAIRS} Bring glue along, and somebody who is patient.")
    for number in range(40):
        filler = "".join(chr(97 + (number * 7 + at * at) % 26) for at in range(90))
        make_variant(session, linkedin, text=f"{filler} {imprint}")
    copy = make_variant(session, mastodon, text=f"{CHAIRS} {imprint}")

    assert (copy.id, copied.id, False) in found(session, begin(session, alice))


def test_a_channel_that_repeats_itself_hides_no_copy_on_another_one(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    elsewhere = make_variant(session, linkedin, text=CHAIRS)
    *_, last = [make_variant(session, mastodon, text=CHAIRS) for _ in range(33)]

    assert (last.id, elsewhere.id, True) in found(session, begin(session, alice))


def test_pieces_lose_no_pair(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = (CHAIRS, LETTER, DRILL)
    for number in range(9):
        make_variant(session, [mastodon, linkedin][number % 2], text=texts[number % 3])
    at_once = found(session, begin(session, alice))

    monkeypatch.setattr(searching, "VARIANTS_A_PIECE", 2)

    assert found(session, begin(session, alice)) == at_once
    assert len(at_once) == 9


def test_long_texts_make_small_pieces(
    session: Session, mastodon: Channel, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (CHAIRS, LETTER, DRILL):
        make_variant(session, mastodon, text=text)
    monkeypatch.setattr(searching, "FINGERPRINTS_A_PIECE", 1)
    search = begin(session, alice)

    a_piece(session, search)

    assert search.compared == 1


def test_a_text_that_is_posted_again_and_again_makes_no_million_pairs(
    session: Session, mastodon: Channel, alice: Person
) -> None:
    for number in range(150):
        make_variant(session, mastodon, text=CHAIRS, planned_wall=FRIDAY - timedelta(hours=number))
    search = begin(session, alice)

    pairs = found(session, search)

    assert len({one for one, _, _ in pairs}) == 149
    assert len(pairs) <= 150 * searching.MOST_PAIRS


@pytest.mark.parametrize(
    "text",
    [
        "werkstatt " * 10_000,
        "Z" + "\u0301\u0322\u0489" * 30_000,
        "🎉👩‍👩‍👧" * 300,
        "https://example.org/a " * 300,
        "مرحبا بكم في الورشة اليوم " * 100,
        "@a #b\n" * 300,
    ],
    ids=["one word", "marks", "emoji", "links", "right to left", "handles and tags"],
)
def test_a_strange_text_told_twice_is_searched_without_an_error(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person, text: str
) -> None:
    told = make_variant(session, mastodon, text=CHAIRS)
    strange = [make_variant(session, each, text=text) for each in (mastodon, linkedin)]

    pairs = found(session, begin(session, alice))

    assert all(told.id not in pair[:2] for pair in pairs)
    assert pairs <= {(strange[1].id, strange[0].id, True)}


def test_a_dead_process_is_followed_after_a_minute(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "VARIANTS_A_PIECE", 1)
    first, second = (make_variant(session, each, text=CHAIRS) for each in (mastodon, linkedin))
    search = begin(session, alice)
    assert searching.claim(session, search.id, NOW) == search.workspace_id
    a_piece(session, search)
    session.flush()

    assert searching.claim(session, search.id, NOW + timedelta(seconds=30)) is None
    assert searching.left_behind(session, NOW + timedelta(seconds=30)) == []
    later = NOW + timedelta(seconds=90)
    assert searching.left_behind(session, later) == [search.id]
    assert searching.claim(session, search.id, later) is not None
    session.expire_all()
    assert search.position == first.id
    assert found(session, search) == {(second.id, first.id, True)}


def test_a_search_that_was_called_off_ends(session: Session, mastodon: Channel, alice: Person) -> None:
    make_variant(session, mastodon)
    search_id = begin(session, alice).id

    assert services.cancel(session)
    session.flush()

    assert searching.next_piece(session, search_id) is None
    assert searching.claim(session, search_id, NOW) is None


def test_a_variant_that_is_deleted_meanwhile_takes_its_pairs_along(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "VARIANTS_A_PIECE", 2)
    one, gone, last = (make_variant(session, each, text=CHAIRS) for each in (mastodon, linkedin, linkedin))
    search = begin(session, alice)
    a_piece(session, search)
    session.flush()

    session.delete(gone)
    session.flush()

    assert found(session, search) == {(last.id, one.id, True)}
    assert search.is_done


def test_what_is_deleted_while_it_is_compared_makes_no_pair(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    one, gone, last = (make_variant(session, each, text=CHAIRS) for each in (mastodon, linkedin, linkedin))
    search = begin(session, alice)
    piece = searching.next_piece(session, search.id)
    assert piece is not None

    session.delete(gone)
    session.flush()
    searching.keep(session, piece, NOW)

    assert found(session, search) == {(last.id, one.id, True)}
    assert (search.is_done, search.compared) == (True, 3)


def test_a_piece_that_two_have_compared_is_kept_once(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    for channel in (mastodon, linkedin):
        make_variant(session, channel, text=CHAIRS)
    search = begin(session, alice)
    pieces = [searching.next_piece(session, search.id) for _ in range(2)]

    for piece in pieces:
        assert piece is not None
        searching.keep(session, piece, NOW)
        session.flush()

    assert search.compared == 2
    assert session.scalar(select(func.count()).select_from(CopyPair)) == 1


def test_the_earlier_result_stays_until_the_next_is_there(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    for channel in (mastodon, linkedin):
        make_variant(session, channel, text=CHAIRS)
    first = begin(session, alice)
    found(session, first)

    second = begin(session, alice)
    assert services.last_done(session) is first
    assert services.count(session, first) == 1
    found(session, second)

    assert services.last_done(session) is second
    assert session.scalars(select(CopySearch.id)).all() == [second.id]
    assert session.scalar(select(func.count()).select_from(CopyPair)) == 1


def test_asking_twice_is_asking_once(session: Session, mastodon: Channel, alice: Person) -> None:
    first = begin(session, alice)

    assert begin(session, alice, days=365) is first
    assert first.state == SearchState.WAITING


def test_who_sees_one_channel_sees_no_pair_with_another(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    mine: list[Variant] = [make_variant(session, mastodon, text=LETTER) for _ in range(2)]
    for channel in (mastodon, linkedin):
        make_variant(session, channel, text=CHAIRS)
    search = begin(session, alice)
    assert len(found(session, search)) == 2
    session.commit()

    limit_to_channels(session, Reach((mastodon.id,), alice.id))

    [pair] = services.pairs(session, search, most=10)
    assert {pair.one.id, pair.other.id} == {each.id for each in mine}
    assert services.count(session, search) == 1
