"""The facts of a finding as a file, with which its verdict can be checked again."""

import html
import json
import re

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Variant
from calendar_app.rules.casefile import CaseFile, read
from tests.factories import NOW, make_person
from tests.posts.checking import check
from tests.posts.composer import TEXT, SignIn, form_of


def downloaded(client: FlaskClient, variant: Variant, text: str) -> CaseFile:
    answer = client.post(f"/variants/{variant.id}/facts", data=form_of(variant, text=text))
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
    answer = client.post(f"/variants/{draft.id}/facts", data=form_of(draft, text=TEXT))

    assert answer.status_code == 403
    assert "Download these facts" not in page


def test_facts_of_a_form_with_an_error_are_not_written(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    answer = sign_in(bob).post(f"/variants/{draft.id}/facts", data=form_of(draft, text=TEXT, day="soon"))

    assert answer.status_code == 422
    assert TEXT in html.unescape(answer.get_data(as_text=True))
