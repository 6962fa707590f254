"""Who reaches what, over every address of the app: nobody signed in, an admin of another house, weaker roles.

The addresses come from the app itself, so that a new page is in the test the day it is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import ForeignKey, Table, select
from sqlalchemy.orm import Session
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from calendar_app.app import create_app
from calendar_app.campaigns.contest_models import ContestTerms, Decides, VoteRecord
from calendar_app.campaigns.models import AftercareTask
from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry
from calendar_app.copies.models import CopyPair, CopySearch, SearchState
from calendar_app.engagement import links
from calendar_app.engagement.almanac.models import ImportedCalendar, ImportedEntry, Purpose, Report
from calendar_app.engagement.availability.models import Absence, BusyCalendar
from calendar_app.engagement.availability.services import Week, keep_workweek
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.links import Link
from calendar_app.engagement.materials.models import Material
from calendar_app.engagement.models import (
    AgendaItem,
    Interaction,
    InteractionKind,
    OutcomeKind,
    SlotException,
    SlotOutcome,
)
from calendar_app.engagement.months.models import Audience, OwnFigures
from calendar_app.engagement.occasions.models import Occasion
from calendar_app.engagement.recurrence import KEY
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.models import FeedDraft
from calendar_app.feeds.services import subscribe
from calendar_app.feeds.sharing import share
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Base, Database, everywhere, scope_to
from calendar_app.foundation.models import BrowserSession
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.web import csrf
from calendar_app.people.access import RIGHTS, Action
from calendar_app.people.accounts import SESSION_NAME_LENGTH
from calendar_app.people.models import JournalEntry, Person, Role, Workspace
from calendar_app.people.services import invite
from calendar_app.posts.models import Picture, PublishingStop, SecondLook, Status, VariantVersion
from calendar_app.posts.themes.models import Theme
from calendar_app.reminders.choices import seal
from calendar_app.reminders.models import Device, MailChoice, MailCopy, MailHabits, Reminder, ReminderState
from calendar_app.rulebook.models import Boilerplate, Override, RuleChange, Suggestion, SuggestionSearch
from calendar_app.rules.facts import InboundKind
from calendar_app.sights.filters import Filters
from calendar_app.sights.services import keep
from tests.conftest import signed_in_client
from tests.factories import NOW, make_campaign, make_channel, make_person, make_post, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]

SECRET = "marzipan submarine"
"""Stands in every text of Alice's workspace, and nowhere else."""

PUBLIC = {
    "static",
    "service.health",
    "service.metrics",
    "service.worker",  # a built file under an address of its own
    "start.index",
    "start.welcome",
    "account.sign_in",
    "account.sign_out",
    "account.set_language",
    "account.set_theme",
    "demo.open_demo",
    "feeds.calendar",  # the address is the key
    "shares.show",  # the address is the key
    "joining.join",  # the address is the key
    "choices.stop",  # the address is sealed; a mail program presses it
    "engagement.by_link",  # the address is sealed, and opens one date
    "engagement.act_by_link",
}
"""Open to everybody on purpose. Whoever adds one adds a reason."""

SEALED = {"choices.stop", "engagement.act_by_link"}
"""Only the installation can make such an address: mail programs have no form (RFC 8058), and what a phone
kept without a line may be sent when the form's token is over."""

TWICE_IS_ONCE = {"engagement.agenda_remove"}
"""Endpoints that answer with their page when the thing is gone: for strangers it always is."""

LAST = (
    "withdraw",
    "skip",
    "take_back",
    "cancel",
    "revoke",
    "leave",
    "end",
    "delete",
    "remove",
    "end_other_sessions",
)
"""Words in endpoints that take away what others need: the admin tries them after the rest, in this order."""


@dataclass(frozen=True)
class House:
    """One of everything in Alice's workspace, and how the addresses name it."""

    arguments: dict[str, object]
    of_endpoint: dict[str, dict[str, object]]

    def path(self, app: Flask, rule: Rule) -> str:
        """The address of a rule with Alice's things in it."""
        values = {name: self._value(rule, name) for name in rule.arguments}
        adapter = app.url_map.bind("127.0.0.1")
        return adapter.build(rule.endpoint, values, method=next(iter(methods_of(rule))))

    def _value(self, rule: Rule, name: str) -> object:
        own = self.of_endpoint.get(rule.endpoint, {})
        if name in own:
            return own[name]
        if name in self.arguments:
            return self.arguments[name]
        raise AssertionError(
            f"The endpoint {rule.endpoint} has an argument {name!r} that no sample stands for: "
            f"give the house in {__name__} one, so that strangers are tried on it."
        )


@pytest.fixture
def house(session: Session, sign_in: SignIn, workspace: Workspace, alice: Person, bob: Person) -> House:
    """Rooms full of things that nobody else shall see."""
    scope_to(session, workspace.id)
    workspace.name = f"{SECRET} house"
    alice.name, bob.name = f"{SECRET} Alice", f"{SECRET} Bob"
    channel = make_channel(session, f"{SECRET} channel", owner=alice)
    other_channel = make_channel(session, f"{SECRET} other channel", "linkedin")
    channel.purpose = channel.audience = SECRET
    post = make_post(session, SECRET, author=alice)
    variant = make_variant(
        session, channel, post=post, text=f"{SECRET} text", status=Status.DRAFT, author=alice
    )
    other = make_variant(session, other_channel, text=f"{SECRET} other text", author=alice)
    slot = make_slot(session, alice, [channel])
    slot.note = SECRET
    occurrence = slot.starts_wall + timedelta(weeks=1)
    absence = Absence(person=alice, first=NOW.date(), last=NOW.date(), created_at=NOW)
    own = BusyCalendar(person_id=alice.id, address=f"https://example.org/{SECRET}", next_at=NOW)
    session.add_all([absence, own])
    keep_workweek(session, alice, Week(starts=time(9), ends=time(17), weekdays=(0, 1)))  # the demo has one
    campaign = make_campaign(session, alice, name=f"{SECRET} campaign")
    session.add_all(
        [
            ContestTerms(campaign_id=campaign.id, text=SECRET, counting=SECRET, decides=Decides.DRAW, at=NOW),
            VoteRecord(campaign_id=campaign.id, counts=[[SECRET, 3]], note=SECRET, at=NOW),
        ]
    )
    campaign.aftercare = [AftercareTask(what=SECRET, due_on=NOW.date())]
    variant.campaign = campaign
    item = AgendaItem(channel=channel, name=SECRET, note=SECRET, created_at=NOW)
    entry = Interaction(
        channel=channel,
        person_id=alice.id,
        slot_id=slot.id,
        occurrence=occurrence,
        kind=InteractionKind.COMMENT,
        quality=2,
        note=SECRET,
        entry_key="entry",
        at=NOW,
    )
    feed, token = subscribe(session, alice, "mine", now=NOW)
    shared, shared_token = share(
        session, alice, "team", shared_with=SECRET, days=30, now=NOW, contents=Contents()
    )
    draft = FeedDraft(feed_id=feed.id, style="any", octets=SECRET.encode(), marks=b"")
    reminder = Reminder(
        kind="slot_starts",
        occurrence=f"{occurrence:{KEY}}",
        subject_id=slot.id,
        starts_at=NOW,
        person_id=alice.id,
        lead_minutes=15,
        state=ReminderState.SENT,
        due_at=NOW,
        next_at=NOW,
        expires_at=NOW,
        sent_at=NOW,
        created_at=NOW,
    )
    post.theme = theme = Theme(name=SECRET, begins=NOW.date().replace(day=1), benefit=SECRET, created_at=NOW)
    picture = Picture(
        variant_id=variant.id,
        content="x",
        look="0",
        motif="x",
        mime="image/png",
        octets=SECRET.encode(),
        small=SECRET.encode(),
        created_at=NOW,
    )
    newcomer = make_person(session, f"{SECRET} newcomer", with_account=False)
    access = AccessEntry(
        channel=channel, holder=f"{SECRET} agency", vault=SECRET, reviewed_on=NOW.date(), created_at=NOW
    )
    phrase = Boilerplate(text=f"{SECRET} signature", person=alice, created_at=NOW)
    suggestion = Suggestion(text=f"{SECRET} imprint", letters_key="x", posts=9, found_at=NOW)
    search = SuggestionSearch(searched_at=NOW, plan_revision=0, posts=1)
    report = CopySearch(
        days=90, since=NOW, state=SearchState.DONE, compared=2, total=2, asked_at=NOW, finished_at=NOW
    )
    change = RuleChange(rule="automated-share", channel=channel, person=alice, changed_at=NOW)
    stop = PublishingStop(
        channel=other_channel, level=1, reason=SECRET, person=alice, stopped_at=NOW, lifted_at=NOW
    )
    afterwards = _afterwards(session, channel, alice)
    session.add(SecondLook(revision=0, whole_at=NOW, soon_at=NOW))
    device = Device(
        person_id=alice.id, name=SECRET, endpoint=SECRET, key=b"key", secret=b"secret", created_at=NOW
    )
    session.add_all(
        [
            LaunchGate(channel_id=channel.id, goal=SECRET, changed_at=NOW),
            access,
            device,
            stop,
            report,
            item,
            entry,
            reminder,
            draft,
            phrase,
            suggestion,
            search,
            change,
        ]
    )
    session.flush()
    session.add_all(
        [
            CopyPair(search_id=report.id, one_id=variant.id, other_id=other.id, percent=90, is_same=False),
            MailCopy(
                reminder_id=reminder.id,
                recipient=SECRET,
                subject=SECRET,
                text=SECRET,
                html=SECRET,
                made_at=NOW,
            ),
            MailChoice(person_id=alice.id, kind="slot_starts", wanted=True),
            MailHabits(person_id=alice.id, lead_minutes=[15], in_hours=False),
            VariantVersion(variant_id=variant.id, person_id=alice.id, at=NOW, text=SECRET),
            picture,
            SlotException(slot_id=slot.id, occurrence=occurrence + timedelta(weeks=2), updated_at=NOW),
            SlotOutcome(
                slot_id=slot.id,
                occurrence=slot.starts_wall,
                kind=OutcomeKind.DONE,
                minutes=30,
                note=SECRET,
                person_id=alice.id,
                at=NOW,
            ),
            JournalEntry(
                at=NOW, person_id=alice.id, action="edited", subject="channel", subject_id=1, note=SECRET
            ),
            Override(
                rule="identical-cross-post",
                variant_id=variant.id,
                channel_id=channel.id,
                content_hash="x",
                person_id=alice.id,
                reason=SECRET,
                created_at=NOW,
            ),
        ]
    )
    sealed = links.seal("for tests only", Link(alice.id, slot.id, f"{occurrence:{KEY}}"))
    invitation = invite(session, newcomer, by=alice, now=NOW)
    session.commit()
    sign_in(alice)
    with everywhere(session):
        browser = session.scalars(
            select(BrowserSession.token_hash).where(BrowserSession.account_id == alice.account_id)
        ).one()
    session.commit()
    return House(
        arguments={
            "channel_id": channel.id,
            "step": "pause",
            "access_id": access.id,
            "post_id": post.id,
            "variant_id": variant.id,
            "other_id": other.id,
            "picture_id": picture.id,
            "campaign_id": campaign.id,
            "theme_id": theme.id,
            "quarter": "2026-Q2",
            "case_id": campaign.worst_cases[0].id,
            "turn_id": campaign.on_call[0].id,
            "task_id": campaign.aftercare[0].id,
            "slot_id": slot.id,
            "key": f"{occurrence:{KEY}}",
            "item_id": item.id,
            **afterwards,
            "absence_id": absence.id,
            "interaction_id": entry.id,
            "person_id": newcomer.id,
            "feed_id": feed.id,
            "view_id": _view(session, channel, alice),
            "reminder_id": reminder.id,
            "device_id": device.id,
            "boilerplate_id": phrase.id,
            "rule_key": "automated-share",
            "change_id": change.id,
            "stop_id": stop.id,
            "suggestion_id": suggestion.id,
            "token": token,
        },
        of_endpoint={
            "static": {"filename": "nothing.css"},
            "joining.join": {"token": invitation},
            "choices.stop": {"token": seal("for tests only", alice.id, "slot_starts")},
            "engagement.act": {"act": "log"},
            "engagement.by_link": {"token": sealed},
            "engagement.act_by_link": {"token": sealed, "act": "log"},
            "shares.show": {"token": shared_token},
            "shares.revoke": {"feed_id": shared.id},
            "account.end_session": {"name": browser[:SESSION_NAME_LENGTH]},
            "board.week": {"name": "2026-W15"},
            "board.listing": {"name": "2026-W15"},
            "board.month": {"name": "2026-04"},
        },
    )


def _view(session: Session, channel: Channel, person: Person) -> int:
    view = keep(session, person, SECRET, Filters(channel_id=channel.id), now=NOW)
    assert view is not None
    session.commit()
    return view.id


def _afterwards(session: Session, channel: Channel, person: Person) -> dict[str, int]:
    """Who asked, wording for answers, and what a month came to; the ids by their arguments."""
    inquiry = InboundItem(
        channel=channel,
        kind=InboundKind.QUESTION,
        text=SECRET,
        handle=SECRET,
        received_at=NOW,
        created_at=NOW,
    )
    snippet = Snippet(name=SECRET, text=f"{SECRET} wording", channel_id=channel.id, created_at=NOW)
    material = Material(name=SECRET, link=f"https://example.org/{SECRET}", note=SECRET, created_at=NOW)
    material.channel_id = channel.id
    audience = Audience(channel_id=channel.id, month=NOW.date().replace(day=1), followers=90_119, engaged=1)
    occasion = Occasion(name=SECRET, day=NOW.date(), note=SECRET, channel_id=channel.id, created_at=NOW)
    imported = ImportedCalendar(
        name=SECRET,
        purpose=Purpose.EVENT,
        address=f"https://example.org/{SECRET}",
        zone="UTC",
        report=Report(
            events=1, series=0, repeated=0, elsewhen=0, left_out={"long": 1}, examples=[[SECRET, "long"]]
        ),
        until=NOW.date(),
        seen_at=NOW,
        kept_at=NOW,
        created_at=NOW,
    )
    imported.entries = [ImportedEntry(title=SECRET, first=NOW.date(), last=NOW.date())]
    session.add_all([inquiry, snippet, material, audience, occasion, imported])
    session.add(OwnFigures(person_id=person.id))
    session.flush()
    return {
        "inbound_id": inquiry.id,
        "snippet_id": snippet.id,
        "material_id": material.id,
        "occasion_id": occasion.id,
        "calendar_id": imported.id,
    }


PERIODS = {"board.week", "board.listing", "board.month", "themes.index", "themes.add"}
"""Endpoints whose argument is a time and not a thing."""

RULES = {"rulebook.rule", "rulebook.decide"}
"""Endpoints that name a rule of the catalogue: it is the same for everybody, what holds for it is not."""


def methods_of(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def guarded(app: Flask) -> list[Rule]:
    return [rule for rule in rules(app) if rule.endpoint not in PUBLIC]


def names_a_thing(rule: Rule) -> bool:
    return bool(rule.arguments) and rule.endpoint not in PERIODS | RULES


def action_of(app: Flask, rule: Rule) -> Action:
    view: Any = app.view_functions[rule.endpoint]
    return Action(view.access)


def visits(app: Flask, house: House, wanted: list[Rule]) -> Iterator[tuple[Rule, str, str]]:
    """Every address with every method, what only reads before what changes."""
    calls = [(rule, method, house.path(app, rule)) for rule in wanted for method in methods_of(rule)]
    return iter(sorted(calls, key=lambda call: (call[1] != "GET", how_late(call[0]), call[2])))


def how_late(rule: Rule) -> int:
    return max((place for place, word in enumerate(LAST, start=1) if word in rule.endpoint), default=0)


def call(client: FlaskClient, method: str, path: str, **more: Any) -> TestResponse:
    return client.open(path, method=method, **more)


def told(rule: Rule, method: str, answer: TestResponse) -> str:
    return f"{method} {rule.rule} → {answer.status_code} {answer.location or ''}".strip()


Rows = dict[str, list[tuple[object, ...]]]


def rows_of(database: Database, workspace_id: int | None = None) -> Rows:
    """Everything that is stored, or everything of one workspace, apart from browsers."""
    found: Rows = {}
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in {"browser_session", "heartbeat"}:
                continue
            query = select(table)
            if workspace_id is not None and "workspace_id" in table.c:
                query = query.where(table.c.workspace_id == workspace_id)
            elif workspace_id is not None and table.name == "workspace":
                query = query.where(table.c.id == workspace_id)
            elif workspace_id is not None and table.name != "slot_channel":
                continue
            found[table.name] = sorted((tuple(row) for row in connection.execute(query)), key=repr)
    return found


def test_only_these_addresses_are_open_to_everybody(app: Flask) -> None:
    open_ones = {name for name, view in app.view_functions.items() if getattr(view, "access", "?") is None}

    assert open_ones == PUBLIC


def test_a_new_address_without_a_sample_is_noticed(app: Flask, house: House) -> None:
    new = Rule("/things/<int:thing_id>", endpoint="things.show")
    Map([new])

    with pytest.raises(AssertionError, match=r"things\.show has an argument 'thing_id' that no sample"):
        house.path(app, new)


def test_the_house_is_full(database: Database, house: House) -> None:
    """A table without a row of Alice's could leak unseen."""
    empty = {name for name, rows in rows_of(database).items() if not rows}

    assert empty <= {"reminder_plan"}  # the clockwork's own note, shown nowhere


def test_every_address_leads_somewhere_for_the_admin(
    app: Flask, house: House, alice: Person, sign_in: SignIn
) -> None:
    """Else a stranger's 404 below would prove nothing."""
    admin = sign_in(alice)

    wrong = [
        told(rule, method, answer)
        for rule, method, path in visits(app, house, guarded(app))
        if (answer := call(admin, method, path)).status_code in {403, 404, 405}
        or answer.status_code >= 500
        or (method == "GET" and answer.status_code not in {200, 303})
    ]

    assert wrong == [
        "POST /account/workspace → 404",  # the form has not chosen one
        "POST /demo/remove → 404",  # this house is no demo
    ]


def test_nobody_signed_in_is_led_to_the_door(app: Flask, house: House, database: Database) -> None:
    before = rows_of(database)

    wrong = []
    for rule, method, path in visits(app, house, guarded(app)):
        answer = call(app.test_client(), method, path)
        if answer.status_code != 303 or not answer.location.startswith("/sign-in") or SECRET in answer.text:
            wrong.append(told(rule, method, answer))

    assert wrong == []
    assert rows_of(database) == before


def test_nobody_signed_in_gets_no_partial_page(app: Flask, house: House) -> None:
    wrong = []
    for rule, method, path in visits(app, house, guarded(app)):
        answer = call(app.test_client(), method, path, headers={"HX-Request": "true"})
        if (answer.status_code, answer.text) != (401, ""):
            wrong.append(told(rule, method, answer))

    assert wrong == []


def test_public_pages_tell_nothing_of_the_house(app: Flask, house: House) -> None:
    keys = {
        "feeds.calendar",
        "shares.show",
        "joining.join",
        "choices.stop",
        "engagement.by_link",
        "engagement.act_by_link",
    }
    wrong_key = House(
        {"token": "x" * 43, "act": "log"},
        house.of_endpoint | {key: {} for key in keys},
    )
    public = [rule for rule in rules(app) if rule.endpoint in PUBLIC]

    shown = []
    for rule, method, path in visits(app, wrong_key, public):
        answer = call(app.test_client(), method, path)
        if SECRET in answer.text or answer.status_code >= 500:
            shown.append(told(rule, method, answer))

    assert shown == []


def test_things_of_another_workspace_do_not_exist(
    app: Flask, house: House, database: Database, alice: Person, charlie: Person, sign_in: SignIn
) -> None:
    stranger = sign_in(charlie)
    before = rows_of(database, alice.workspace_id)

    wrong = []
    for rule, method, path in visits(app, house, [rule for rule in guarded(app) if names_a_thing(rule)]):
        answer = call(stranger, method, path)
        if answer.status_code != not_there(rule) or SECRET in answer.text:
            wrong.append(told(rule, method, answer))

    assert wrong == []
    assert rows_of(database, alice.workspace_id) == before


def not_there(rule: Rule) -> int:
    return 303 if rule.endpoint in TWICE_IS_ONCE else 404


def test_pages_of_another_workspace_show_nothing_of_this_one(
    app: Flask, house: House, charlie: Person, sign_in: SignIn
) -> None:
    stranger = sign_in(charlie)
    ids = house.arguments
    query = {"channel": ids["channel_id"], "person": ids["person_id"], "theme": ids["theme_id"]}

    wrong = []
    for rule, method, path in visits(app, house, [rule for rule in guarded(app) if not names_a_thing(rule)]):
        if method == "GET":
            for answer in (call(stranger, "GET", path), call(stranger, "GET", path, query_string=query)):
                if answer.status_code != 200 or SECRET in answer.text:
                    wrong.append(told(rule, method, answer))

    assert wrong == []


def test_forms_cannot_tie_a_strangers_things_to_this_house(
    app: Flask, house: House, database: Database, alice: Person, charlie: Person, sign_in: SignIn
) -> None:
    """Whatever a form calls its fields: the ids of Alice's things in them lead to nothing."""
    stranger = sign_in(charlie)
    before = rows_of(database, alice.workspace_id)
    form = forged_form(house, alice)

    for rule, method, path in visits(app, house, [rule for rule in guarded(app) if not names_a_thing(rule)]):
        if method == "POST":
            answer = call(stranger, "POST", path, data=form)
            assert answer.status_code < 500, told(rule, method, answer)
            assert SECRET not in answer.text, told(rule, method, answer)

    assert rows_of(database, alice.workspace_id) == before
    assert ties_between_workspaces(database) == []


def forged_form(house: House, alice: Person) -> dict[str, object]:
    """Values that would make sense in many forms, every id one of Alice's."""
    ids = house.arguments
    people = dict.fromkeys(("person", "owner", "deputy", "author", "answer_person", "person_id"), alice.id)
    channels = dict.fromkeys(
        ("channel", "channels", "channel_id", "channel_ids", "successor"), ids["channel_id"]
    )
    return {
        **people,
        **channels,
        "workspace": alice.workspace_id,
        "workspace_id": alice.workspace_id,
        "role": "admin",
        "name": "Forged",
        "email": "forged@example.org",
        "core": "Forged",
        "theme_id": ids["theme_id"],
        "platform": "mastodon",
        "state": "active",
        "zone": "Europe/Berlin",
        "language": "en",
        "languages": "en",
        "kind": "visit",
        "day": "2026-04-13",
        "date": "2026-04-13",
        "start": "2026-04-13T09:00",
        "at": "09:00",
        "time": "09:00",
        "weekdays": "0",
        "minutes": "30",
        "repeat": "weekly",
    }


def ties_between_workspaces(database: Database) -> list[str]:
    """Rows of one workspace that point to a row of another."""
    found = []
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                if "workspace_id" in table.c and "workspace_id" in key.column.table.c:
                    count = len(connection.execute(_foreign(table, key)).all())
                    found += [f"{table.name}.{key.parent.name}"] * count
        association = Base.metadata.tables["slot_channel"]
        slot, channel = Base.metadata.tables["slot"], Base.metadata.tables["channel"]
        query = (
            select(association)
            .join(slot, slot.c.id == association.c.slot_id)
            .join(channel, channel.c.id == association.c.channel_id)
            .where(slot.c.workspace_id != channel.c.workspace_id)
        )
        found += ["slot_channel"] * len(connection.execute(query).all())
    return found


def _foreign(table: Table, key: ForeignKey) -> Any:
    target = key.column.table.alias("target")
    return (
        select(table.c.workspace_id)
        .join(target, target.c[key.column.name] == key.parent)
        .where(table.c.workspace_id != target.c.workspace_id)
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_a_role_without_the_right_is_refused(
    role: Role, app: Flask, house: House, database: Database, session: Session, sign_in: SignIn
) -> None:
    person = make_person(session, f"Only {role}", role)
    session.commit()
    browser = sign_in(person)
    lacking = [rule for rule in guarded(app) if role not in RIGHTS[action_of(app, rule)]]
    before = rows_of(database)

    wrong = []
    for rule, method, path in visits(app, house, lacking):
        answer = call(browser, method, path)
        if answer.status_code != 403 or f"{SECRET} text" in answer.text:
            wrong.append(told(rule, method, answer))

    assert wrong == []
    assert lacking
    assert rows_of(database) == before


@pytest.mark.parametrize(
    "endpoint", ["feeds.renew", "feeds.revoke", "reminders.show", "reminders.body", "account.end_session"]
)
def test_what_is_ones_own_is_nobody_elses_on_the_team(
    endpoint: str, app: Flask, house: House, bob: Person, database: Database, sign_in: SignIn
) -> None:
    colleague = sign_in(bob)
    before = rows_of(database)

    answers = [
        call(colleague, method, path).status_code
        for _, method, path in visits(app, house, [rule for rule in rules(app) if rule.endpoint == endpoint])
    ]

    assert answers == [404]
    assert rows_of(database) == before


def test_an_external_person_without_channels_reaches_nothing(
    app: Flask, house: House, database: Database, session: Session, sign_in: SignIn
) -> None:
    external = make_person(session, "Erna External", Role.EXTERNAL)
    session.commit()
    browser = sign_in(external)
    before = rows_of(database)

    wrong = []
    for rule, method, path in visits(app, house, [rule for rule in guarded(app) if names_a_thing(rule)]):
        answer = call(browser, method, path)
        if answer.status_code not in {403, not_there(rule)}:
            wrong.append(told(rule, method, answer))

    assert wrong == []
    assert rows_of(database) == before


@pytest.fixture
def strict_app(settings: Settings, clock: FixedClock) -> Iterator[Flask]:
    """The app as it runs: forms need their token."""
    app = create_app(settings, clock=clock)
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    yield app
    app.extensions["parley"]["database"].engine.dispose()


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"name": "Forged"}},
        {"json": {"name": "Forged"}},
        {"data": "name=Forged", "content_type": "text/plain"},
        {"data": {"csrf_token": "made up"}},
        {"data": {}, "headers": {"HX-Request": "true"}},
    ],
    ids=["form", "json", "text", "wrong token", "htmx"],
)
def test_nothing_is_changed_without_the_forms_token(
    body: dict[str, Any], strict_app: Flask, house: House, database: Database, alice: Person
) -> None:
    assert alice.account_id is not None
    admin = signed_in_client(strict_app, alice.account_id, alice.workspace_id)
    before = rows_of(database)

    wrong = []
    for rule, method, path in visits(strict_app, house, rules(strict_app)):
        if method != "GET" and rule.endpoint not in SEALED:
            answer = call(admin, method, path, **body)
            if answer.status_code != 400:
                wrong.append(told(rule, method, answer))

    assert wrong == []
    assert rows_of(database) == before


def test_no_other_address_is_exempt_from_the_token() -> None:
    assert csrf._exempt_views == {
        "calendar_app.engagement.phone_pages.act_by_link",
        "calendar_app.reminders.choice_pages.stop",
    }
    assert not csrf._exempt_blueprints
