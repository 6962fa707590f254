"""The composer: saving, handing in, exceptions; on both outcomes and with hostile text."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status, Variant
from tests.factories import make_channel, make_post, make_variant
from tests.posts.composer import HOSTILE, OWN, TEXT, SignIn, again, form_of, page_of, saved


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


@pytest.mark.parametrize(
    "data", [{}, {"revision": "x"}, {"revision": "1", "days": "many"}, {"revision": "1", "days": "9999"}]
)
def test_a_broken_form_is_answered_with_a_sentence(
    sign_in: SignIn, variant: Variant, bob: Person, data: dict[str, str]
) -> None:
    assert sign_in(bob).post(f"/variants/{variant.id}/shift", data=data).status_code == 422


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


@pytest.mark.parametrize("change", [{"text": f"{TEXT} Come early."}, {"time": "09:01"}], ids=["text", "time"])
def test_an_exception_is_void_once_it_says_something_else_or_goes_out_at_another_time(
    sign_in: SignIn, session: Session, variant: Variant, alice: Person, change: dict[str, str]
) -> None:
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    session.commit()
    client, void = sign_in(alice), "Void since the text, time or channel was changed."
    saved(client, variant, text=TEXT, then="allow:identical-cross-post", **REASON)
    before = client.get("/rules").text

    saved(client, again(session, variant), **change)
    saved(client, again(session, variant), text=TEXT, time="09:00")

    assert void not in before
    assert void in client.get("/rules").text
    assert saved(client, again(session, variant), then="submit", ticked="y").status_code == 422


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


def test_a_variant_is_found_under_its_own_post_only(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    other = make_post(session, "Another post")
    session.commit()

    assert sign_in(bob).get(f"/posts/{other.id}/variants/{variant.id}").status_code == 404


def mirror_switched_off(client: FlaskClient, variant: Variant) -> str:
    """The page after saving a mirrored variant and pressing the button that switches the mirror off."""
    fields = form_of(variant, mode="sync", then="fix:auto-sync-source:switch_mirror_off")
    return client.post(page_of(variant), data=fields, follow_redirects=True).get_data(as_text=True)


def undo_button(page: str) -> tuple[str, dict[str, str]]:
    """Where the button of the message posts to, and what."""
    form = re.search(r'<form method="post" action="([^"]*/undo)">(.*?)</form>', page, re.DOTALL)
    assert form is not None
    return form[1], dict(re.findall(r'name="(part|before|revision)" value="([^"]*)"', form[2]))


def test_what_a_button_did_is_taken_back_by_the_one_in_its_message(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    page = mirror_switched_off(client, variant)
    switched_off = again(session, variant).mode

    address, fields = undo_button(page)
    answer = client.post(address, data=fields, follow_redirects=True)

    assert "Back as it was." in answer.get_data(as_text=True)
    assert [switched_off, again(session, variant).mode] == [Mode.LIVE, Mode.SYNC]


def test_a_button_pressed_too_late_says_so_and_changes_nothing(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    address, fields = undo_button(mirror_switched_off(client, variant))
    saved(client, again(session, variant), text="Another text.")

    answer = client.post(address, data=fields)

    assert answer.status_code == 409
    assert again(session, variant).mode == Mode.LIVE


@pytest.mark.parametrize("before", ["nonsense", "-1", "9" * 30])
@pytest.mark.parametrize("part", ["mode", "answerer", "time", "words", "slot"])
def test_nonsense_undoes_nothing(
    sign_in: SignIn, session: Session, variant: Variant, bob: Person, part: str, before: str
) -> None:
    fields = {"part": part, "before": before, "revision": variant.revision}

    answer = sign_in(bob).post(f"/variants/{variant.id}/undo", data=fields)

    assert answer.status_code in {409, 422}
    assert again(session, variant).text == OWN
