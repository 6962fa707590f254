"""The live check and the view of two texts."""

import html
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant, VariantVersion
from calendar_app.posts.telling import likeness
from calendar_app.posts.telling.counting import counts
from calendar_app.rules.casefile import CaseFile, read
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant
from tests.work import calls_in

SignIn = Callable[[Person], FlaskClient]

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."


@pytest.fixture
def other(session: Session, alice: Person) -> Variant:
    other = make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    session.commit()
    return other


@pytest.fixture
def draft(session: Session, other: Variant, bob: Person) -> Variant:
    draft = make_variant(session, make_channel(session, "X", "x"), text="", status=Status.DRAFT, author=bob)
    session.commit()
    return draft


def form_of(variant: Variant, text: str, **changes: object) -> dict[str, object]:
    day, time = "2026-04-10", "09:00"
    given = {
        "revision": variant.revision,
        "text": text,
        "language": "en",
        "mode": "live",
        "day": day,
        "time": time,
    }
    return {**given, "answer_person_id": 0, **changes}


def check(client: FlaskClient, variant: Variant, text: str, **changes: object) -> str:
    answer = client.post(f"/variants/{variant.id}/check", data=form_of(variant, text, **changes))
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def count(client: FlaskClient, variant: Variant, **fields: str) -> str:
    answer = client.post(f"/variants/{variant.id}/count", data=fields)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


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


def test_the_counter_counts_as_the_platform_does(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    text = "https://example.org/a/very/long/address/of/a/page \U0001f469\u200d\U0001f469\u200d\U0001f467"

    assert "26 of 280" in count(sign_in(bob), draft, text=text)


def test_too_long_says_by_how_much(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    answer = count(sign_in(bob), draft, text="x" * 300)

    assert "is-over" in answer
    assert "20 too many" in answer


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
    answer = sign_in(bob).post(f"/variants/{draft.id}/check", data=form_of(draft, "long " * 200_000))

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


def test_two_texts_stand_beside_each_other(
    sign_in: SignIn, session: Session, draft: Variant, other: Variant, bob: Person
) -> None:
    draft.text = TEXT.replace("Saturday", "Sunday")
    session.commit()

    page = sign_in(bob).get(f"/variants/{draft.id}/beside/{other.id}").get_data(as_text=True)

    assert page.count("<mark>") >= 2
    assert "LinkedIn" in page


@pytest.mark.parametrize(
    ("origin", "label"),
    [
        ("", "Back to writing"),
        ("?from=report", "Back to the copies found"),
        ("?from=post", "Back to the post"),
    ],
)
def test_the_way_back_leads_where_somebody_came_from(
    sign_in: SignIn, draft: Variant, other: Variant, bob: Person, origin: str, label: str
) -> None:
    page = sign_in(bob).get(f"/variants/{draft.id}/beside/{other.id}{origin}").get_data(as_text=True)

    assert label in page


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
    broken = client.post(f"/variants/{draft.id}/check", data=form_of(draft, TEXT, day="yesterday"))

    assert "2 blocks, 1 warning" in copied
    assert 'hx-swap-oob="true"' in copied
    assert "cannot be checked" in tally_in(broken.text)


def tally_in(answer: str) -> str:
    found = re.search(r'<p class="tally.*?</p>', answer, re.DOTALL)
    assert found is not None
    return found.group()


def test_the_count_and_what_x_recognises_come_for_text_that_is_not_saved(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    answer = count(sign_in(bob), draft, text="Zu uns!\r\n#Graz #graz @anna example.com/a-long-way")

    assert f"{8 + 5 + 1 + 5 + 1 + 5 + 1 + 23} of 280" in answer
    assert answer.count("#Graz") + answer.count("#graz") == 1
    assert "@anna" in answer
    assert "example.com/a-long-way" in answer


def test_the_count_agrees_with_the_rule_on_texts_of_every_kind(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    for text in (
        "…" * 141,
        "東京" * 71,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 141,
        "e\u0301" * 282,
        "a\r\n" * 141,
    ):
        found = re.search(r"Text: (\d+) of 280", check(client, draft, text))

        assert found
        assert f"{found[1]} of 280" in count(client, draft, text=text)


def test_what_is_shown_as_recognised_is_escaped_and_bounded(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    tags = " ".join(f"#tag{number}" for number in range(15))

    answer = count(sign_in(bob), draft, text=f"{tags} https://example.org/'><script>", title="unread")

    assert answer.count('class="entity"') == 13
    assert "and 3 more" in answer
    assert "<script" not in answer


def test_counting_any_text_is_no_error(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    client = sign_in(bob)

    for text in ("", "\x00\u202e", "e" + "\u0301" * 100_000, "#" * 50_000):
        count(client, draft, text=text)


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
        data=form_of(draft, "A text of its own", mode="scheduled"),
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

    page = sign_in(bob).post(address, data=form_of(draft, "x" * 300)).get_data(as_text=True)

    assert "Measured: 300 weighted characters. Limit: 280 weighted characters." in page
    assert "the platform’s profile" in page or "built in: Parley&#39;s own judgement" in page
    assert f"/rules/platform-length?place={channel_id}" in page


def downloaded(client: FlaskClient, variant: Variant, text: str) -> CaseFile:
    answer = client.post(f"/variants/{variant.id}/facts", data=form_of(variant, text))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="facts-{variant.id}-')
    return read(json.loads(answer.get_data(as_text=True)))


def test_the_facts_of_a_finding_give_the_verdicts_of_the_page(
    sign_in: SignIn, draft: Variant, other: Variant, bob: Person
) -> None:
    client = sign_in(bob)

    ((judged, verdicts),) = downloaded(client, draft, TEXT).verdicts()

    page = check(client, draft, TEXT)
    assert (judged.text, judged.id) == (TEXT, draft.id)
    found = [each for each in verdicts if each.is_finding]
    assert re.findall(r'<span class="finding-code">(R\d\d)</span>', page) == sorted(
        (each.number for each in found),
        key=lambda number: next((-each.severity.rank, number) for each in found if each.number == number),
    )
    assert all(html.escape(each.message("en"), quote=False) in html.unescape(page) for each in found)


def test_facts_hold_nothing_of_another_workspace(
    sign_in: SignIn, session: Session, draft: Variant, other: Variant, bob: Person, charlie: Person
) -> None:
    with everywhere(session):
        session.add(Channel(workspace_id=charlie.workspace_id, name="Far away", platform="x", created_at=NOW))
        session.commit()

    case = downloaded(sign_in(bob), draft, TEXT)

    assert {each.name for each in case.facts.channels} == {"LinkedIn", "X"}
    assert charlie.name not in {each.name for each in case.facts.people}


def test_who_sees_some_channels_only_gets_no_facts(sign_in: SignIn, session: Session, draft: Variant) -> None:
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [draft.channel_id]
    session.commit()
    client = sign_in(agency)

    page = client.get(f"/variants/{draft.id}", follow_redirects=True).get_data(as_text=True)
    answer = client.post(f"/variants/{draft.id}/facts", data=form_of(draft, TEXT))

    assert answer.status_code == 403
    assert "Download these facts" not in page


def test_facts_of_a_form_with_an_error_are_not_written(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    answer = sign_in(bob).post(f"/variants/{draft.id}/facts", data=form_of(draft, TEXT, day="soon"))

    assert answer.status_code == 422
    assert TEXT in html.unescape(answer.get_data(as_text=True))


def test_a_text_that_no_check_takes_is_not_counted_either(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)

    few, many = (count(client, draft, text="a.com " * times) for times in (17_000, 34_000))

    assert "100000 characters" in few
    assert " of 280" not in few
    assert "recognised" not in few
    assert few == many


def test_counting_a_longer_text_that_no_form_takes_is_no_more_work(draft: Variant) -> None:
    few, many = (calls_in(partial(counts, draft.channel, "", "a.com " * size)) for size in (20_000, 200_000))

    assert few == many < 100


@pytest.mark.parametrize("text", ["🎉" * 20_000, "https://example.org/a " * 3_000, "\u202eשלום " * 500])
def test_a_strange_text_is_checked_and_kept(
    sign_in: SignIn, session: Session, draft: Variant, bob: Person, text: str
) -> None:
    client = sign_in(bob)
    check(client, draft, text)

    answer = client.post(f"/posts/{draft.post_id}/variants/{draft.id}", data=form_of(draft, text))

    session.refresh(draft)
    assert (answer.status_code, draft.text) == (303, text.strip())


@pytest.mark.parametrize("text", ["e" + "\u0301" * 100_000, "@a " * 40_000 + "end"])
def test_a_text_far_too_long_comes_back_with_a_sentence(
    sign_in: SignIn, draft: Variant, bob: Person, text: str
) -> None:
    client = sign_in(bob)

    answer = client.post(f"/posts/{draft.post_id}/variants/{draft.id}", data=form_of(draft, text))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Field cannot be longer than 100000 characters." in page
    assert text in page


def test_the_matrix_of_very_long_variants_compares_their_beginnings(
    sign_in: SignIn, session: Session, alice: Person
) -> None:
    words = " ".join(f"{number * 7919 % 100_003:x}" for number in range(12_000))
    channels = [make_channel(session, f"Page {number}", "facebook") for number in range(4)]
    first = make_variant(session, channels[0], text=words)
    variants = [first] + [
        make_variant(session, channel, post=first.post, text=f"{channel.name}: {words}")
        for channel in channels[1:]
    ]
    session.commit()

    matrix = likeness.matrix((), variants)
    page = sign_in(alice).get(f"/posts/{first.post_id}").get_data(as_text=True)

    assert matrix is not None
    assert matrix.read * len(matrix.pairs) <= likeness.MOST_COMPARED
    assert matrix.copies == 6
    assert "Of each text, the first 50,000 characters are compared here." in page


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
