"""What nobody should write, on the ways that texts take through the product: a sane verdict and no error."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.copies import searching, services
from calendar_app.copies.models import CopyPair
from calendar_app.people.models import Person
from calendar_app.posts.models import Status
from calendar_app.posts.telling.likeness import matrix
from tests.bad_texts import BAD, HAS_WORDS
from tests.factories import NOW, make_channel, make_post, make_variant

SignIn = Callable[[Person], FlaskClient]

FORM = "application/x-www-form-urlencoded"
CHECKED = ("long", "emoji", "links", "invisible", "right to left", "half characters", "marks")
SIZE = 1_200  # characters; what more of them costs is counted where texts are compared
KEPT = {kind: made(SIZE) for kind, made in BAD.items() if kind != "half characters"}  # which no form lets in


def test_the_check_judges_each_of_them(sign_in: SignIn, session: Session, alice: Person, bob: Person) -> None:
    first, second = (make_channel(session, name, name.lower()) for name in ("Mastodon", "LinkedIn"))
    post = make_post(session)
    for text in KEPT.values():
        make_variant(session, first, post=post, text=text)
    draft = make_variant(session, second, text="", status=Status.DRAFT, author=bob)
    session.commit()
    client = sign_in(bob)

    for kind in CHECKED:
        form = {"revision": draft.revision, "language": "en", "mode": "live", "day": "2026-04-10"}
        form |= {"time": "09:00", "text": BAD[kind](SIZE).encode(errors="surrogatepass")}
        answer = client.post(f"/variants/{draft.id}/check", data=urlencode(form), content_type=FORM)
        assert answer.status_code == 200, kind
        assert "/beside/" in answer.text or kind not in HAS_WORDS, kind


def test_the_matrix_and_the_report_pair_each_with_its_like(session: Session, alice: Person) -> None:
    channels = [make_channel(session, name, name.lower()) for name in ("Mastodon", "LinkedIn")]
    kinds: dict[int, str] = {}
    for kind, text in KEPT.items():
        post = make_post(session)
        both = [
            make_variant(session, channel, post=post, text=said)
            for channel, said in zip(channels, (text, text.upper()), strict=True)
        ]
        kinds |= {each.id: kind for each in both}
        table = matrix((), both)
        assert table is not None
        assert table.copies or kind not in HAS_WORDS, kind

    search = services.ask(session, 90, person=alice, now=NOW)
    session.flush()
    while piece := searching.next_piece(session, search.id):
        searching.keep(session, piece, NOW)
        session.flush()

    found = [(kinds[each.one_id], kinds[each.other_id]) for each in session.scalars(select(CopyPair))]
    assert [pair for pair in found if pair[0] != pair[1]] == []
    assert {kind for kind, _ in found} >= HAS_WORDS
