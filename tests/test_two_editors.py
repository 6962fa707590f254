"""Two people open the same form: whoever saves second sees what the first one saved, and loses nothing typed.

Posts, channels, campaigns and dialog time count their revisions and have tests of their own.
"""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.campaigns.contest import Terms, keep_terms
from calendar_app.campaigns.models import CampaignKind
from calendar_app.channels.gate.services import keep
from calendar_app.channels.models import ChannelState
from calendar_app.channels.register.models import AccessEntry
from calendar_app.engagement.availability.services import Week, keep_workweek
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.materials.models import Material
from calendar_app.engagement.models import AgendaItem
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.people.models import Person, Role
from calendar_app.rulebook.models import Boilerplate
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_campaign, make_channel, make_theme
from tests.forms import form_with

SignIn = Callable[[Person], FlaskClient]

# Each page with the field that the first one changes and the one that the second one does.
PAGES = {
    "gate": ("goal", "plan"),
    "access": ("vault", "rotated_on"),
    "worst case": ("tripwire", "first_answer"),
    "terms": ("jury", "privacy"),
    "agenda": ("note", "name"),
    "snippet": ("text", "name"),
    "material": ("note", "name"),
    "inquiry": ("text", "handle"),
    "theme": ("benefit", "name"),
    "boilerplate": ("text", "channel_id"),
    "person": ("name", "training"),
    "workspace": ("name", "single_words"),
    "week": ("minutes", "region"),
}
SECOND = {"single_words": "openhouse", "rotated_on": "2026-04-02", "region": "DE-BE", "channel_id": "0"}


@pytest.fixture
def addresses(session: Session, alice: Person, bob: Person) -> dict[str, str]:
    """One of everything that is edited, and where."""
    alice.role = bob.role = Role.ADMIN
    idea = make_channel(session, "Forum", "bluesky", state=ChannelState.IDEA)
    channel = make_channel(session, "Mastodon", owner=alice)
    keep(session, idea, {"goal": "Talk", "evidence_on": date(2026, 3, 1)}, by=alice, now=NOW)
    access = AccessEntry(channel=channel, person=bob, reviewed_on=NOW.date(), created_at=NOW)
    campaign = make_campaign(session, alice, kind=CampaignKind.CONTEST)
    keep_terms(session, campaign, Terms(jury="None"), by=alice, now=NOW)
    visit = AgendaItem(channel=channel, name="Ada", note="Chairs", created_at=NOW)
    snippet = Snippet(name="Opening", text="We open at nine.", created_at=NOW)
    inquiry = InboundItem(
        channel=channel, kind=InboundKind.QUESTION, text="When?", received_at=NOW, created_at=NOW
    )
    phrase = Boilerplate(text="The newsroom of the house", person=alice, channel=channel, created_at=NOW)
    material = Material(name="Poster", link="https://example.org/poster", created_at=NOW)
    session.add_all([access, visit, snippet, material, inquiry, phrase])
    keep_workweek(session, bob, Week(starts=time(9), ends=time(17), weekdays=(0, 1), minutes=60))
    session.flush()
    found = {
        "gate": f"/channels/{idea.id}/gate",
        "access": f"/access/{access.id}",
        "worst case": f"/campaigns/cases/{campaign.worst_cases[0].id}",
        "terms": f"/campaigns/{campaign.id}/terms",
        "agenda": f"/dialog/agenda/{visit.id}",
        "snippet": f"/dialog/snippets/{snippet.id}/edit",
        "material": f"/dialog/materials/{material.id}",
        "inquiry": f"/dialog/inbound/{inquiry.id}",
        "theme": f"/themes/{make_theme(session).id}/edit",
        "boilerplate": f"/rules/boilerplate/{phrase.id}",
        "person": f"/people/{bob.id}",
        "workspace": "/workspace",
        "week": f"/dialog/people/{bob.id}/week",
        "review": f"/channels/{channel.id}/access/reviewed",
    }
    session.commit()
    return found


@pytest.mark.parametrize("page", PAGES)
def test_who_saves_second_sees_what_the_first_one_saved(
    sign_in: SignIn, alice: Person, bob: Person, addresses: dict[str, str], page: str
) -> None:
    address, (mine, theirs) = addresses[page], PAGES[page]
    words = "75" if page == "week" else "Words of the first"
    later = SECOND.get(theirs, "Words of the second")
    shown = address.removesuffix("/week")
    first, second = sign_in(alice), sign_in(bob)
    opened_by_first = form_with(first.get(shown).text, mine)
    opened_by_second = form_with(second.get(shown).text, mine)

    saved = first.post(address, data=opened_by_first | {mine: words})
    conflict = second.post(address, data=opened_by_second | {theirs: later})
    kept = form_with(conflict.text, theirs)
    again = second.post(address, data=kept)

    after = form_with(second.get(shown).text, mine)
    assert (saved.status_code, conflict.status_code, again.status_code) == (303, 409, 303)
    assert f'<dd class="user-text" dir="auto">{words}</dd>' in conflict.text
    assert kept[theirs] == [later]
    assert after[theirs] == [later]
    assert after[mine] == opened_by_second[mine]


def test_a_form_that_nobody_overtook_is_saved_at_once(
    sign_in: SignIn, alice: Person, addresses: dict[str, str]
) -> None:
    browser, address = sign_in(alice), addresses["access"]
    form = form_with(browser.get(address).text, "vault")

    browser.post(addresses["review"])
    saved = browser.post(address, data=form | {"vault": ["KeePass"]})

    assert saved.status_code == 303
