"""What the demo lacks, so that every page is looked at with something on it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.copies import services as copies
from calendar_app.copies.models import CopyPair, SearchState
from calendar_app.engagement.availability.models import BusyCalendar
from calendar_app.engagement.availability.services import be_away
from calendar_app.feeds import services as feeds
from calendar_app.feeds import sharing
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.foundation.db import Database, everywhere, scope_to
from calendar_app.foundation.fetching import Trouble
from calendar_app.people.models import Person
from calendar_app.posts import stops
from calendar_app.posts.content import content_of
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.pictures import attach
from calendar_app.posts.writing import edit_variant
from calendar_app.rulebook import boilerplate
from calendar_app.rulebook.models import Suggestion
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rulebook.tuning_pages import RULES_BY_KEY
from calendar_app.rules.facts.tuning import Strictness
from calendar_app.sights import services as sights
from calendar_app.sights.filters import Filters
from tests.browser.serving import Site
from tests.factories import NOW
from tests.posts.drawing import file_of, scene


def furnish(site: Site) -> None:
    """Phrases left out and suggested, a rule decided, a stop, pictures on a draft, somebody away with a
    calendar that cannot be read, copies, subscriptions.
    """
    database: Database = site.app.extensions["parley"]["database"]
    with database.reading() as session, everywhere(session):
        workspace_id = session.scalars(select(Person.workspace_id)).first()
        assert workspace_id is not None
    with database.session() as session:
        scope_to(session, workspace_id)
        person = session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        _phrases(session, person)
        rule = RULES_BY_KEY["posting-burst"]
        decide(session, rule, Place(), Decision(Strictness.ADVISE), person=person, now=NOW)
        _pictures(session, person)
        instagram = session.scalars(select(Channel).where(Channel.platform == "instagram")).one()
        place = stops.Place(instagram)
        stops.stop(session, place, 2, "Fragen zum Bild beantworten wir zuerst.", person=person, now=NOW)
        _away(session, person)
        _copies(session, person)
        feeds.subscribe(session, person, "mine", now=NOW)
        view = sights.keep(session, person, "Instagram", Filters(channel_id=instagram.id), now=NOW)
        assert view is not None
        of_view = Contents(view_id=view.id, filters=view.filters)
        feeds.subscribe(session, person, "view", now=NOW, contents=of_view)
        sharing.share(
            session,
            person,
            "team",
            shared_with="Agentur Nord",
            days=30,
            now=NOW,
            contents=Contents(detail=Detail.FULL),
        )
        session.commit()


def _phrases(session: Session, person: Person) -> None:
    boilerplate.register(session, "Eure Stadtbibliothek Lindenau", None, person=person, now=NOW)
    session.add(Suggestion(text="täglich von zehn bis neunzehn Uhr", letters_key="-", posts=7, found_at=NOW))


def _pictures(session: Session, person: Person) -> None:
    """One with a description and one without, on the first draft."""
    draft = session.scalars(
        select(Variant).where(Variant.status == Status.DRAFT).order_by(Variant.id)
    ).first()
    assert draft is not None
    content = content_of(draft)
    for seed, alt in enumerate(("Hügel mit Sonne", "")):
        content = attach(session, draft, content, file_of(scene(seed=seed)), alt=alt, now=NOW)
    edit_variant(session, draft, content, revision=draft.revision, person=person, now=NOW)


def _away(session: Session, person: Person) -> None:
    """While posts wait for an answer of theirs."""
    ahead = select(Variant).where(Variant.planned_at > NOW).order_by(Variant.planned_at)
    promised = session.scalars(ahead).first()
    assert promised is not None
    promised.answer_person = person
    be_away(session, person, NOW.date(), NOW.date() + timedelta(days=21), now=NOW)
    session.add(BusyCalendar(person=person, address="-", trouble=Trouble.PRIVATE, next_at=NOW))


def _copies(session: Session, person: Person) -> None:
    """A search that is done and found two pairs, and the next one under way."""
    first, second, third = session.scalars(select(Variant.id).order_by(Variant.id).limit(3))
    done = copies.ask(session, 90, person=person, now=NOW)
    done.state, done.finished_at, done.compared = SearchState.DONE, NOW, done.total
    session.add(CopyPair(search_id=done.id, one_id=second, other_id=first, percent=100, is_same=True))
    session.add(CopyPair(search_id=done.id, one_id=third, other_id=first, percent=72, is_same=False))
    session.flush()
    copies.ask(session, 30, person=person, now=NOW)
