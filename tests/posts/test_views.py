"""The pages on which posts are written: on both outcomes, for the team, for strangers, for hostile text."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Mode, Post, Status, Variant
from tests.factories import make_channel, make_person, make_post, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
OWN = "Last month thirty-eight chairs were saved from the bin. Which one of yours should be next?"
HOSTILE = '"><img src=x onerror=alert(1)> {{7*7}} %(name)s 100 % \u202e\u05e9\u05dc\u05d5\u05dd 👩‍👩‍👧'


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=120, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    session.commit()
    return channel


@pytest.fixture
def variant(session: Session, channel: Channel, alice: Person) -> Variant:
    """Alice's draft for Friday, with nothing for a rule to find."""
    variant = make_variant(
        session,
        channel,
        text=OWN,
        status=Status.DRAFT,
        author=alice,
        answer_person=alice,
        mode=Mode.LIVE,
    )
    session.commit()
    return variant


def page_of(variant: Variant) -> str:
    return f"/posts/{variant.post_id}/variants/{variant.id}"


def form_of(variant: Variant, **changes: object) -> dict[str, object]:
    """The composer's form as a browser sends it."""
    wall = variant.planned_wall
    return {
        "revision": variant.revision,
        "text": variant.text,
        "language": variant.language,
        "mode": variant.mode.value,
        "day": wall.strftime("%Y-%m-%d") if wall else "",
        "time": wall.strftime("%H:%M") if wall else "",
        "answer_person_id": variant.answer_person_id or 0,
        **changes,
    }


def again(session: Session, variant: Variant) -> Variant:
    """The row as the page left it."""
    session.rollback()
    session.refresh(variant)
    session.commit()  # frees the database for the next request
    return variant


def saved(client: FlaskClient, variant: Variant, **changes: object) -> TestResponse:
    return client.post(page_of(variant), data=form_of(variant, **changes))


def test_a_new_post_gets_an_empty_variant_for_each_chosen_channel(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person
) -> None:
    data = {
        "core": "We open on Saturday.",
        "channel_ids": [channel.id],
        "day": "2026-04-11",
        "time": "09:00",
        "form_key": "k",
    }

    answer = sign_in(bob).post("/posts/new", data=data)

    variant = session.scalars(select(Variant)).one()
    assert answer.status_code == 303
    assert answer.location.endswith(page_of(variant))
    assert (variant.text, variant.status, variant.author_id) == ("", Status.DRAFT, bob.id)
    assert str(variant.planned_wall) == "2026-04-11 09:00:00"


def test_the_same_form_sent_twice_makes_one_post(
    sign_in: SignIn, session: Session, channel: Channel, bob: Person
) -> None:
    client = sign_in(bob)
    data = {"core": "We open on Saturday.", "channel_ids": [channel.id], "form_key": "k"}

    answers = [client.post("/posts/new", data=data) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert session.scalar(select(func.count()).select_from(Post)) == 1
    assert session.scalar(select(func.count()).select_from(Variant)) == 1


def test_a_post_without_a_core_message_keeps_what_was_typed(
    sign_in: SignIn, channel: Channel, bob: Person
) -> None:
    answer = sign_in(bob).post("/posts/new", data={"core": " ", "facts": "Ten places", "form_key": "k"})

    assert answer.status_code == 422
    assert "Ten places" in answer.get_data(as_text=True)


def test_the_calendar_hands_in_day_and_channel(sign_in: SignIn, channel: Channel, bob: Person) -> None:
    page = sign_in(bob).get(f"/posts/new?date=2026-04-11&channel={channel.id}").get_data(as_text=True)

    assert 'value="2026-04-11"' in page
    assert "checked" in page


@pytest.mark.parametrize("query", ["date=nonsense", "channel=999", "channel=x", "date=2026-13-45"])
def test_nonsense_in_the_address_is_left_out(
    sign_in: SignIn, channel: Channel, bob: Person, query: str
) -> None:
    assert sign_in(bob).get(f"/posts/new?{query}").status_code == 200


def test_a_link_must_lead_to_the_web(sign_in: SignIn, channel: Channel, bob: Person) -> None:
    answer = sign_in(bob).post(
        "/posts/new", data={"core": "Hello", "link": "javascript:alert(1)", "form_key": "k"}
    )

    assert answer.status_code == 422


def test_saving_comes_back_to_the_page(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    answer = saved(sign_in(bob), variant, text="Other words")

    assert answer.status_code == 303
    assert again(session, variant).text == "Other words"


def test_save_and_submit_is_one_click(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    answer = saved(sign_in(bob), variant, text="Other words, a few of them", then="submit")

    assert answer.status_code == 303
    assert again(session, variant).status == Status.IN_REVIEW


def test_a_block_stops_the_step_and_keeps_the_text(
    sign_in: SignIn, session: Session, channel: Channel, variant: Variant, alice: Person
) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    make_variant(session, other, text=TEXT)
    session.commit()

    answer = saved(sign_in(alice), variant, text=TEXT, then="submit", ticked="y")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "R01" in page
    assert "LinkedIn" in page
    assert "<mark>" in page
    assert (again(session, variant).text, variant.status) == (TEXT, Status.DRAFT)


@pytest.mark.parametrize(
    ("step", "status"),
    [("submit", Status.DRAFT), ("approve", Status.IN_REVIEW), ("confirm", Status.SCHEDULED)],
)
def test_no_step_leads_round_a_block(
    sign_in: SignIn, session: Session, channel: Channel, alice: Person, bob: Person, step: str, status: Status
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    copy = make_variant(
        session, channel, text=TEXT, status=status, author=bob, answer_person=bob, mode=Mode.LIVE
    )
    session.commit()
    smuggled = {"status": "published", "approved_by_id": alice.id, "override": "1", "ticked": "y"}

    path = f"/variants/{copy.id}/confirm" if step == "confirm" else page_of(copy)
    answer = sign_in(alice).post(path, data=form_of(copy, then=step, **smuggled))

    assert answer.status_code == 422
    assert again(session, copy).status == status


def test_switching_the_mode_leads_round_no_block(
    sign_in: SignIn, session: Session, channel: Channel, alice: Person
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    copy = make_variant(session, channel, text=TEXT, status=Status.DRAFT, author=alice, answer_person=alice)
    session.commit()
    client = sign_in(alice)

    answer = saved(client, copy, mode="live", labels=["promo"], then="submit", ticked="y")

    assert answer.status_code == 422
    assert again(session, copy).status == Status.DRAFT


def test_fields_that_are_not_on_the_form_are_not_read(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    saved(
        sign_in(bob),
        variant,
        text="New",
        status="published",
        workspace_id=99,
        approved_by_id=bob.id,
        channel_id=99,
    )

    again(session, variant)
    assert (variant.text, variant.status, variant.approved_by_id) == ("New", Status.DRAFT, None)


def test_two_editors_the_second_sees_both_texts(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    seen = variant.revision
    saved(sign_in(alice), variant, text="Alice was quicker")

    answer = saved(sign_in(bob), variant, revision=seen, text="Bob was slower", labels=["promo"])

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Alice was quicker" in page
    assert "Bob was slower" in page
    assert 'name="labels" value="promo"' in page
    assert again(session, variant).text == "Alice was quicker"
    assert f'name="revision" value="{variant.revision}"' in page


def test_after_a_conflict_keep_mine_saves_mine(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    saved(sign_in(alice), variant, text="Alice was quicker")

    answer = saved(sign_in(bob), again(session, variant), text="Bob was slower")

    assert answer.status_code == 303
    assert again(session, variant).text == "Bob was slower"


def test_a_conflict_shows_what_else_was_chosen_differently(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    """Keeping one's text must not move a post back that somebody else has moved."""
    seen = variant.revision
    saved(sign_in(alice), variant, day="2026-04-13", answer_person_id=0)

    answer = saved(sign_in(bob), variant, revision=seen, day="2026-04-10", text="Bob was slower")

    page = answer.get_data(as_text=True)
    assert "Fri, 10 Apr 2026, 09:00" in page
    assert "Mon, 13 Apr 2026, 09:00" in page
    assert "<dd>Alice Adler</dd>" in page
    assert "<dt>Language</dt>" not in page


@pytest.mark.parametrize(
    ("step", "before"),
    [("cancel", Status.DRAFT), ("confirm", Status.SCHEDULED)],
    ids=["cancelled", "published"],
)
def test_what_is_typed_into_a_variant_that_was_closed_meanwhile_is_not_lost(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person, step: str, before: Status
) -> None:
    variant.status = before
    session.commit()
    seen = variant.revision
    sign_in(alice).post(f"/variants/{variant.id}/{step}", data={"revision": seen})
    client = sign_in(bob)

    late = saved(client, variant, revision=seen, text="Bob was slower")
    again(session, variant)
    once_more = saved(client, variant, text="Bob was slower")

    assert (late.status_code, once_more.status_code) == (409, 422)
    for answer in (late, once_more):
        page = answer.get_data(as_text=True)
        assert "Bob was slower" in page
        assert OWN in page
        assert "Keep mine" not in page
    assert again(session, variant).text == OWN


def test_what_is_typed_into_a_variant_that_was_deleted_meanwhile_is_not_lost(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    address, form = page_of(variant), form_of(variant, text="Words that took an hour to find")
    session.delete(variant)
    session.commit()

    answer = sign_in(bob).post(address, data=form)

    assert answer.status_code == 404
    assert "Words that took an hour to find" in answer.text


def test_two_editors_of_a_post_see_both_texts(
    sign_in: SignIn, session: Session, alice: Person, bob: Person
) -> None:
    post = make_post(session, "Old", author=alice)
    session.commit()
    sign_in(alice).post(f"/posts/{post.id}", data={"core": "Alice was quicker", "revision": post.revision})

    answer = sign_in(bob).post(f"/posts/{post.id}", data={"core": "Bob was slower", "revision": 1})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Alice was quicker" in page
    assert "Bob was slower" in page


def test_a_megabyte_is_refused_with_a_sentence_and_stays_in_the_form(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    answer = saved(sign_in(bob), variant, text="long " * 200_000)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count("long ") >= 199_999
    assert again(session, variant).text == OWN


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧 🏳️‍🌈",
        "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        "\ud800 half",
        "\x00\x07 bell",
        "e" + "\u0301" * 500,
    ],
)
def test_unusual_text_is_kept_and_shown(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person, text: str
) -> None:
    client = sign_in(bob)

    answer = saved(client, variant, text=text.encode("utf-8", "surrogatepass"))

    assert answer.status_code == 303
    assert client.get(page_of(variant)).status_code == 200


def test_hostile_text_stays_text_everywhere(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person
) -> None:
    client = sign_in(alice)
    client.post(
        f"/posts/{variant.post_id}",
        data={"core": HOSTILE, "facts": HOSTILE, "revision": variant.post.revision},
    )
    saved(client, variant, text=HOSTILE)
    again(session, variant)
    paths = [
        page_of(variant),
        f"/posts/{variant.post_id}",
        f"/variants/{variant.id}/delete",
        f"/posts/{variant.post_id}/delete",
    ]

    for path in paths:
        page = client.get(path).get_data(as_text=True)
        assert "<img src=x" not in page, path
        assert "&lt;img src=x" in page, path
        assert "49 %(name)s" not in page, path
    assert "<img" not in client.get(f"/variants/{variant.id}/beside/{variant.id}").get_data(as_text=True)


def test_a_missing_hour_is_told(sign_in: SignIn, session: Session, variant: Variant, bob: Person) -> None:
    client = sign_in(bob)
    saved(client, variant, day="2027-03-28", time="02:30")

    page = client.get(page_of(variant)).get_data(as_text=True)

    assert "02:30 does not exist on 28 March 2027 in Europe/Berlin; 03:30 is used." in page


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2026-04-11", ""),
        ("", "09:00"),
        ("11.4.", "09:00"),
        ("2026-04-11", "25:99"),
        ("0001-01-01", "00:00"),
        ("9999-12-31", "23:59"),
        ("0026-04-11", "09:00"),
    ],
)
def test_half_a_time_is_refused_and_the_text_stays(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person, day: str, time: str
) -> None:
    answer = saved(sign_in(bob), variant, text="Fresh words", day=day, time=time)

    assert answer.status_code == 422
    assert "Fresh words" in answer.get_data(as_text=True)


def test_a_shift_does_not_leave_the_calendar(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    saved(client, variant, day="2099-12-31")

    answer = client.post(
        f"/variants/{variant.id}/shift", data={"revision": again(session, variant).revision, "days": 1}
    )

    assert answer.status_code == 422
    assert "between 2000 and 2099" in answer.get_data(as_text=True)
    assert str(again(session, variant).planned_wall) == "2099-12-31 09:00:00"


def test_one_more_channel_for_a_post(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    session.commit()
    client = sign_in(bob)

    client.post(f"/posts/{variant.post_id}/variants", data={"channel_id": other.id, "start": "empty"})
    twice = client.post(f"/posts/{variant.post_id}/variants", data={"channel_id": other.id, "start": "empty"})

    assert twice.status_code == 303
    texts = session.scalars(select(Variant.text).where(Variant.channel_id == other.id)).all()
    assert texts == [""]


def test_deleting_asks_first_and_names_what_goes(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)

    question = client.get(f"/variants/{variant.id}/delete").get_data(as_text=True)
    answer = client.post(f"/variants/{variant.id}/delete", data={"revision": variant.revision})

    assert OWN[:40] in question
    assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(Variant)) == 0


def test_a_published_variant_is_shown_and_not_changed(
    sign_in: SignIn, session: Session, channel: Channel, alice: Person
) -> None:
    variant = make_variant(session, channel, text=OWN, status=Status.PUBLISHED)
    variant.published_at = variant.planned_at
    session.commit()
    client = sign_in(alice)

    page = client.get(page_of(variant)).get_data(as_text=True)
    edit = saved(client, variant, text="Another past")
    delete = client.post(f"/variants/{variant.id}/delete", data={"revision": variant.revision})

    assert OWN in page
    assert (edit.status_code, delete.status_code) == (422, 422)
    assert again(session, variant).text == OWN


def test_a_move_from_the_calendar_goes_back_there(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    data = {"revision": variant.revision, "days": 7, "next": "/week/2026-W15"}

    answer = sign_in(bob).post(f"/variants/{variant.id}/shift", data=data)

    assert (answer.status_code, answer.location) == (303, "/week/2026-W15")
    assert str(again(session, variant).planned_wall) == "2026-04-17 09:00:00"


def test_a_refused_move_goes_back_too_and_says_why(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    data = {"revision": 99, "days": 7, "next": "/rules"}

    client.post(f"/variants/{variant.id}/shift", data=data)

    assert "Somebody changed this in the meantime" in client.get("/rules").get_data(as_text=True)


def test_a_step_leads_nowhere_else(sign_in: SignIn, variant: Variant, bob: Person) -> None:
    data = {"revision": variant.revision, "days": 1, "next": "//evil.example"}

    answer = sign_in(bob).post(f"/variants/{variant.id}/shift", data=data)

    assert "evil" not in answer.location


@pytest.mark.parametrize(
    "data", [{}, {"revision": "x"}, {"revision": "1", "days": "many"}, {"revision": "1", "days": "9999"}]
)
def test_a_broken_form_is_answered_with_a_sentence(
    sign_in: SignIn, variant: Variant, bob: Person, data: dict[str, str]
) -> None:
    assert sign_in(bob).post(f"/variants/{variant.id}/shift", data=data).status_code == 422


READS = ["/posts/{post}", "/posts/{post}/variants/{variant}", "/variants/{variant}/beside/{variant}",
         "/variants/{variant}/delete", "/posts/{post}/delete"]  # fmt: skip
STEPS_OF_ALL = ["back-to-draft", "cancel", "reinstate", "confirm", "unconfirm", "shift", "delete", "check"]


def addresses(variant: Variant) -> list[tuple[str, str]]:
    """Every address of the room that names a post or variant, with its method."""
    names = {"post": variant.post_id, "variant": variant.id}
    reads = [("GET", path.format(**names)) for path in READS] + [("GET", f"/variants/{variant.id}")]
    posts = [f"/posts/{variant.post_id}", page_of(variant), f"/posts/{variant.post_id}/variants",
             f"/posts/{variant.post_id}/delete"]  # fmt: skip
    steps = [f"/variants/{variant.id}/{step}" for step in STEPS_OF_ALL]
    return reads + [("POST", path) for path in posts + steps]


def test_a_stranger_finds_nothing(
    sign_in: SignIn, session: Session, variant: Variant, charlie: Person
) -> None:
    client = sign_in(charlie)

    answers = {path: client.open(path, method=method, data=form_of(variant)).status_code
               for method, path in addresses(variant)}  # fmt: skip

    assert set(answers.values()) == {404}, answers
    assert again(session, variant).text == OWN


def test_nobody_who_is_not_signed_in_gets_further_than_the_door(
    client: FlaskClient, session: Session, variant: Variant
) -> None:
    for method, path in addresses(variant):
        answer = client.open(path, method=method, data=form_of(variant))
        assert answer.status_code in {303, 401}, path
        assert "/sign-in" in (answer.location or answer.get_data(as_text=True)), path
    assert again(session, variant).text == OWN


def test_a_colleague_sees_every_page(sign_in: SignIn, variant: Variant, bob: Person) -> None:
    client = sign_in(bob)

    for method, path in addresses(variant):
        if method == "GET":
            assert client.get(path, follow_redirects=True).status_code == 200, path


def test_an_author_approves_nothing(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, bob: Person
) -> None:
    variant.status = Status.IN_REVIEW
    session.commit()

    answer = saved(sign_in(bob), variant, then="approve", ticked="y")

    assert answer.status_code == 422
    assert "Nobody on the team may approve" in answer.get_data(as_text=True)
    assert again(session, variant).status == Status.IN_REVIEW


REASON = {"reason-identical-cross-post": "The wording was agreed with the fire brigade."}


def test_an_exception_is_made_for_what_was_typed(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    session.commit()
    client = sign_in(alice)

    allowed = saved(client, variant, text=TEXT, then="allow:identical-cross-post", **REASON)
    planned = saved(client, again(session, variant), then="submit", ticked="y")

    assert (allowed.status_code, planned.status_code) == (303, 303)
    assert (again(session, variant).text, variant.status) == (TEXT, Status.SCHEDULED)


def test_a_reason_that_is_too_short_stays_in_its_field(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    session.commit()
    reason = {"reason-identical-cross-post": "<b>Because.</b>"}

    answer = saved(sign_in(alice), variant, text=TEXT, then="allow:identical-cross-post", **reason)

    assert answer.status_code == 422
    assert "&lt;b&gt;Because.&lt;/b&gt;</textarea>" in answer.get_data(as_text=True)


def test_an_author_makes_no_exception(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    session.commit()
    client = sign_in(bob)

    answer = saved(client, variant, text=TEXT, then="allow:identical-cross-post", **REASON)

    assert answer.status_code == 422
    assert "Only a channel lead can make an exception here." in answer.get_data(as_text=True)
    assert saved(client, again(session, variant), then="submit", ticked="y").status_code == 422


def test_saving_says_that_the_approval_is_void(
    sign_in: SignIn, session: Session, channel: Channel, alice: Person
) -> None:
    variant = make_variant(session, channel, text=OWN, author=alice, answer_person=alice, mode=Mode.LIVE)
    session.commit()
    client = sign_in(alice)

    saved(client, variant, text="Other words")

    assert "The approval is void now" in client.get(page_of(variant)).get_data(as_text=True)


def test_a_move_into_a_block_says_for_which_time(sign_in: SignIn, session: Session, alice: Person) -> None:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=120, rrule="")
    variant = make_variant(session, channel, text=OWN, author=alice, answer_person=alice, mode=Mode.LIVE)
    session.commit()

    answer = sign_in(alice).post(
        f"/variants/{variant.id}/shift", data={"revision": variant.revision, "days": 7}
    )

    assert answer.status_code == 422
    assert "Not moved to Fri, 17 Apr 2026, 09:00." in answer.get_data(as_text=True)


def test_an_external_person_finds_only_their_own_channels(
    sign_in: SignIn, session: Session, variant: Variant
) -> None:
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [make_channel(session, "LinkedIn", "linkedin").id]
    session.commit()
    client = sign_in(agency)

    assert client.get(page_of(variant)).status_code == 404
    assert (
        client.post(f"/variants/{variant.id}/cancel", data={"revision": variant.revision}).status_code == 404
    )


def test_a_variant_is_found_under_its_own_post_only(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    other = make_post(session, "Another post")
    session.commit()

    assert sign_in(bob).get(f"/posts/{other.id}/variants/{variant.id}").status_code == 404
