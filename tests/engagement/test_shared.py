"""What is kept for all channels or for one: material, snippets, occasions, and the lists of whom to visit."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from tests.engagement.booking import SignIn
from tests.factories import make_person

# The list, the page that changes its first row, and what is typed.
SHARED = [
    ("/dialog/materials", "/dialog/materials/1", {"name": "Poster", "link": "https://parley.example/p"}),
    ("/dialog/snippets", "/dialog/snippets/1/edit", {"name": "Poster", "text": "We open at ten."}),
    ("/dialog/occasions", "/dialog/occasions/1", {"name": "Poster", "day": "2026-04-13"}),
]


@pytest.mark.parametrize(("pages", "page", "typed"), SHARED)
def test_what_is_for_all_channels_is_changed_by_nobody_who_is_limited_to_some(
    sign_in: SignIn,
    session: Session,
    bob: Person,
    channel: Channel,
    pages: str,
    page: str,
    typed: dict[str, str],
) -> None:
    erna = make_person(session, "Erna External", Role.EXTERNAL)
    erna.channel_ids, here = [channel.id], {**typed, "channel": str(channel.id)}
    session.commit()
    assert sign_in(bob).post(pages, data={**typed, "channel": "0"}).status_code == 303
    client = sign_in(erna)

    listed = client.get(pages).text
    refused = [client.get(page), client.post(page, data=here), client.post(f"{pages}/1/remove")]

    assert "Poster" in listed
    assert "Edit Poster" not in listed
    assert "All channels" not in listed
    assert [answer.status_code for answer in refused] == [403] * 3
    assert client.post(pages, data={**typed, "channel": "0"}).status_code == 422
    assert client.post(pages, data=here).status_code == 303
    assert client.get(pages).text.count("Edit Poster") == 1
    assert client.post(f"{pages}/2/remove").status_code == 303


@pytest.mark.parametrize(
    ("pages", "typed", "more"),
    [
        ("/dialog/materials", SHARED[0][2], {"note": "In German, too"}),
        ("/dialog/snippets", SHARED[1][2], {"text": "In German, too"}),
        ("/dialog/occasions", SHARED[2][2], {"note": "In German, too"}),
        ("/dialog/agenda", {"name": "Poster", "kind": "topic"}, {"note": "In German, too"}),
    ],
)
def test_what_is_typed_under_a_known_name_is_not_lost(
    sign_in: SignIn, bob: Person, channel: Channel, pages: str, typed: dict[str, str], more: dict[str, str]
) -> None:
    client, known = sign_in(bob), {**typed, "channel": str(channel.id)}
    client.post(pages, data=known)

    for _ in range(2):
        client.post(pages, data={**known, **more})

    listed = client.get(pages).text
    assert listed.count("Edit Poster") == 2
    assert listed.count("In German, too") == 1
