"""What the live check answers to a text that is not saved."""

import re
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant, VariantVersion
from tests.factories import make_channel, make_person, make_slot, make_variant
from tests.posts.checking import check, count
from tests.posts.composer import TEXT, SignIn, form_of


def test_findings_come_for_text_that_is_not_saved(
    sign_in: SignIn, session: Session, draft: Variant, other: Variant, bob: Person
) -> None:
    answer = check(sign_in(bob), draft, TEXT + " #chairs")

    assert "R01" in answer
    assert f"/variants/{other.id}" in answer
    assert "<mark>" in answer
    session.rollback()
    session.refresh(draft)
    assert draft.text == ""
    assert session.scalar(select(func.count()).select_from(VariantVersion)) == 0


def test_own_words_are_no_copy(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    assert "R01" not in check(sign_in(bob), draft, "Last month thirty-eight chairs were saved from the bin.")


def test_the_answer_speaks_the_readers_language(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    assert bob.account is not None
    bob.account.language = "de"
    session.commit()

    answer = check(sign_in(bob), draft, TEXT)

    assert "Derselbe Text steht auf LinkedIn" in answer
    assert "von 280" in count(sign_in(bob), draft, text=TEXT)


def test_a_time_that_is_skipped_is_told_while_typing(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    assert "03:30 is used" in check(sign_in(bob), draft, "Hello", day="2027-03-28", time="02:30")


def test_a_tick_stays_while_the_warnings_are_the_same(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    client = sign_in(bob)

    same = check(client, draft, "Own words", ticked="y", warned="R08")
    other = check(client, draft, "Own words", ticked="y", warned="R02 R08")

    assert 'id="ticked" checked' in same
    assert 'id="ticked">' in other


def test_a_typing_colleague_stops_nobody_else(
    sign_in: SignIn, draft: Variant, alice: Person, bob: Person
) -> None:
    """An office shares one address, so the limit counts per account."""
    quick, calm = sign_in(bob), sign_in(alice)
    url, nothing = f"/variants/{draft.id}/check", {"day": "x"}

    answers = {quick.post(url, data=nothing).status_code for _ in range(241)}

    assert answers == {422, 429}
    assert calm.post(url, data=nothing).status_code == 422


def test_a_megabyte_gets_a_sentence(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    answer = sign_in(bob).post(f"/variants/{draft.id}/check", data=form_of(draft, text="long " * 200_000))

    assert answer.status_code == 422
    assert "100000" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "text", ["", "👍" * 3000, "\u202e\u05e9" * 500, "https://a.b " * 900, "e" + "\u0301" * 9000, "a" * 90_000]
)
def test_any_text_gets_a_verdict(sign_in: SignIn, draft: Variant, bob: Person, text: str) -> None:
    assert check(sign_in(bob), draft, text)


def test_an_external_person_learns_of_a_copy_and_does_not_see_the_other_text(
    sign_in: SignIn, session: Session, draft: Variant, other: Variant
) -> None:
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [draft.channel_id]
    session.commit()

    answer = check(sign_in(agency), draft, TEXT)

    assert "R01" in answer
    assert f"/variants/{other.id}" not in answer
    assert "<blockquote" not in answer


def test_a_copy_in_a_draft_stands_above_the_warnings(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person
) -> None:
    told = "Last month thirty-eight chairs were saved from the bin. Which one of yours should be next?"
    make_variant(session, make_channel(session), text=told, status=Status.DRAFT, post=draft.post)
    session.commit()

    page = check(sign_in(bob), draft, told.replace("Last month", "By now"))

    found = re.findall(r'finding-(block|warn|info)".*?finding-code[^>]*>(R\d\d)', page, re.DOTALL)
    assert found[:3] == [("block", "R10"), ("info", "R02"), ("warn", "R08")]


def test_the_outcome_under_the_text_follows_it(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    client = sign_in(bob)

    copied = tally_in(check(client, draft, TEXT))
    broken = client.post(f"/variants/{draft.id}/check", data=form_of(draft, text=TEXT, day="yesterday"))

    assert "2 blocks, 1 warning" in copied
    assert 'hx-swap-oob="true"' in copied
    assert "cannot be checked" in tally_in(broken.text)


def tally_in(answer: str) -> str:
    found = re.search(r'<p class="tally.*?</p>', answer, re.DOTALL)
    assert found is not None
    return found.group()


def test_while_somebody_types_no_time_is_looked_for_yet(
    sign_in: SignIn, session: Session, draft: Variant, alice: Person, bob: Person
) -> None:
    attended = datetime(2026, 4, 9, 14)  # noqa: DTZ001 wall time
    make_slot(session, alice, [draft.channel], starts_wall=attended, rrule="", minutes=60)
    session.commit()
    client = sign_in(bob)

    typing = check(client, draft, "A text of its own", mode="scheduled")
    opened = client.post(
        f"/posts/{draft.post_id}/variants/{draft.id}",
        data=form_of(draft, text="A text of its own", mode="scheduled"),
        follow_redirects=True,
    ).text

    assert "Find a time that fits" in typing
    assert "Move to Thu 9 Apr 2026, 14:00" not in typing
    assert "Move to Thu 9 Apr 2026, 14:00" in opened
    assert "Find a time that fits" not in opened


def test_a_finding_says_what_was_measured_and_leads_to_its_numbers(
    sign_in: SignIn, session: Session, bob: Person, draft: Variant
) -> None:
    channel_id = draft.channel_id
    address = f"/variants/{draft.id}/check"

    page = sign_in(bob).post(address, data=form_of(draft, text="x" * 300)).get_data(as_text=True)

    assert "Measured: 300 weighted characters. Limit: 280 weighted characters." in page
    assert "the platform’s profile" in page or "built in: Parley&#39;s own judgement" in page
    assert f"/rules/platform-length?place={channel_id}" in page


@pytest.mark.parametrize("text", ["🎉" * 20_000, "https://example.org/a " * 3_000, "\u202eשלום " * 500])
def test_a_strange_text_is_checked_and_kept(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person, text: str
) -> None:
    client = sign_in(bob)
    check(client, draft, text)

    answer = client.post(f"/posts/{draft.post_id}/variants/{draft.id}", data=form_of(draft, text=text))

    session.refresh(draft)
    assert (answer.status_code, draft.text) == (303, text.strip())


@pytest.mark.parametrize("text", ["e" + "\u0301" * 100_000, "@a " * 40_000 + "end"])
def test_a_text_far_too_long_comes_back_with_a_sentence(
    sign_in: SignIn, draft: Variant, bob: Person, text: str
) -> None:
    client = sign_in(bob)

    answer = client.post(f"/posts/{draft.post_id}/variants/{draft.id}", data=form_of(draft, text=text))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Field cannot be longer than 100000 characters." in page
    assert text in page


ADVERT = "We are looking for {} as soon as possible. Send your letter and your certificates to the town hall."


def test_a_series_is_named_to_everybody_and_left_out_by_leads(
    sign_in: SignIn, session: Session, draft: Variant, other: Variant, alice: Person, bob: Person
) -> None:
    for words in ("a gardener who cares for two parks", "an archivist who reads old script"):
        make_variant(session, other.channel, text=ADVERT.format(words))
    session.commit()
    text = ADVERT.format("a porter for the hostel at the harbour")

    of_author, of_admin = (check(sign_in(person), draft, text) for person in (bob, alice))

    for page in (of_author, of_admin):
        named = page.split("may be a series", 1)[1]
        assert "Send your letter and your certificates to the town hall" in named
    assert "fix:near-identical-cross-post:leave_out_series" in of_admin
    assert "leave_out_series" not in of_author
    assert "A lead or admin can leave it out" in of_author
