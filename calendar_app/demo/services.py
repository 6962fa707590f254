"""Opening and removing the demo newsroom."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import delete, false, or_, select
from sqlalchemy.orm import Session

import calendar_app.posts.index  # noqa: F401 keeps what copies are found by
from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry
from calendar_app.channels.signing import Signing
from calendar_app.demo import almanac, archive, campaign, ideas, newsroom, themes
from calendar_app.engagement.almanac.models import ImportedCalendar
from calendar_app.engagement.almanac.services import Offer, bring, claim, keep, look, write_down
from calendar_app.engagement.availability.models import Workweek
from calendar_app.engagement.inbound.models import InboundItem, InboundOutcome
from calendar_app.engagement.materials.models import Material
from calendar_app.engagement.models import AgendaItem, Interaction, OutcomeKind, Slot, SlotOutcome
from calendar_app.engagement.months.models import Audience
from calendar_app.engagement.occasions.models import Occasion
from calendar_app.engagement.rhythm import weekly
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.sessions import end_all
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Account, Person, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.posts.content import content_of
from calendar_app.posts.models import Post, Status, Variant
from calendar_app.posts.pictures import attach
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.themes.quarters import Quarter

ZONE = "Europe/Berlin"


def demo_person(session: Session, account: Account | None) -> Person | None:
    """Whom somebody becomes in a newsroom that stands already: in their own one, else in one of strangers.

    None when there is neither: what somebody else with a password opened is theirs.
    """
    is_strangers = Account.password_hash.is_(None)
    is_own = Person.account_id == account.id if account is not None else false()
    with everywhere(session):
        return session.scalar(
            select(Person)
            .join(Workspace, Workspace.id == Person.workspace_id)
            .join(Account, Account.id == Person.account_id)
            .where(Workspace.is_demo, or_(is_own, is_strangers))
            .order_by(is_strangers, Person.id)
        )


def open_demo(session: Session, account: Account, *, now: datetime) -> Person:
    """Build the newsroom around the current week; the account becomes its first member."""
    workspace = Workspace(name=newsroom.NAME, language="de", zone=ZONE, is_demo=True, created_at=now)
    session.add(workspace)
    session.flush()
    scope_to(session, workspace.id)
    opening = _Opening(session, now)
    opening.members()
    opening.channels()
    opening.keys()
    opening.gates()
    opening.themes()
    opening.stories()
    opening.campaigns()
    opening.dialog()
    opening.ideas()
    opening.almanac()
    opening.people["miriam"].account = account
    plan_changed(session)
    session.flush()
    return opening.people["miriam"]


def hand_over(session: Session, person: Person, account: Account) -> None:
    """Let somebody with an account of their own go on as the newsroom's first member."""
    scope_to(session, person.workspace_id)
    former = person.account
    person.account = account
    session.flush()
    if former is not None and former is not account and former.password_hash is None:
        _forget(session, former)


def remove_demo(session: Session, person: Person) -> bool:
    """Remove the demo workspace with all that is in it, and the account that could only open it.

    Returns whether the account stays.
    """
    account = person.account
    with everywhere(session):
        session.execute(delete(Workspace).where(Workspace.id == person.workspace_id, Workspace.is_demo))
        if account is None or account.password_hash is not None:
            return True
        _forget(session, account)
        return False


def _forget(session: Session, account: Account) -> None:
    """Remove an account and sign everybody out of it: a database may give its number to the next one."""
    end_all(session, account.id)
    session.execute(delete(Account).where(Account.id == account.id))


def visitor_account(session: Session, *, language: str, now: datetime) -> Account:
    """An account nobody can sign in to: it lives in the visitor's browser session only."""
    account = Account(email=f"demo-{uuid4().hex}@example.org", language=language, created_at=now)
    session.add(account)
    session.flush()
    return account


class _Opening:
    """The rows of one demo while they are written; days are counted from this week's Monday."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        today = to_wall(now, ZONE).date()
        self.monday = today - timedelta(days=today.weekday())
        self.people: dict[str, Person] = {}
        self.channel: dict[str, Channel] = {}
        self.theme: dict[str, Theme] = {}

    def members(self) -> None:
        for member in newsroom.MEMBERS:
            self.people[member.key] = Person(
                name=member.name,
                email=f"{member.key}@bibliothek-lindenau.example",
                role=member.role,
                language="de",
                zone=ZONE,
                trained_until=self.monday + timedelta(days=400) if member.trained else None,
                training="Umgangston und Krisenfälle, Haustermin" if member.trained else "",
                channel_ids=[],
                created_at=self.now,
            )
        self._keep(self.people.values())
        self._keep(
            Workweek(
                person_id=self.people[member.key].id, starts=time(8), ends=time(18), minutes=member.minutes
            )
            for member in newsroom.MEMBERS
        )

    def channels(self) -> None:
        for stripe, account in enumerate(newsroom.CHANNELS, start=1):
            closes, launched = account.closes_in_days, account.launched_days_ago
            self.channel[account.key] = Channel(
                name=account.name,
                platform=account.platform,
                url=account.url,
                state=account.state,
                zone=ZONE,
                languages=["de"],
                purpose=account.purpose,
                audience=account.audience,
                signing=Signing.FIRST_NAME,
                names_team=account.names_team,
                stripe=stripe,
                outside_tool=account.outside_tool,
                notice_url=account.pinned,
                owner=self.people[account.owner],
                deputy=self.people[account.deputy],
                closes_on=self.monday + timedelta(days=closes) if closes is not None else None,
                launched_on=self.monday - timedelta(days=launched) if launched is not None else None,
                successor=self.channel.get(account.successor or ""),
                created_at=self.now - timedelta(days=400),
            )
        self._keep(self.channel.values())

    def keys(self) -> None:
        today = to_wall(self.now, ZONE).date()
        self._keep(
            AccessEntry(
                channel=self.channel[key.channel],
                person=self.people.get(key.holder),
                holder="" if key.holder in self.people else key.holder,
                kind=key.kind,
                may=key.may,
                vault=key.vault,
                has_two_factor=key.has_two_factor,
                holds_recovery=key.holds_recovery,
                rotated_on=today - timedelta(days=200) if key.vault else None,
                expires_on=today + timedelta(days=key.ends_in_days) if key.ends_in_days is not None else None,
                reviewed_on=today - timedelta(days=key.reviewed_days_ago),
                created_at=self.now - timedelta(days=300),
            )
            for key in newsroom.KEYS
        )

    def gates(self) -> None:
        for key, answers in newsroom.GATES.items():
            channel = self.channel[key]
            began = channel.launched_on
            settled = self._settled(began) if began else {"changed_at": self.now}
            evidence_on = (began or self.monday) - timedelta(days=20)
            self._keep([LaunchGate(channel_id=channel.id, evidence_on=evidence_on, **settled, **answers)])

    def _settled(self, launched_on: date) -> dict[str, object]:
        """Signed by the lead on the day of the launch."""
        signed_at = to_utc(datetime.combine(launched_on, time(10)), ZONE)
        return {
            "manners_read_on": launched_on,
            "changed_at": signed_at,
            "signed_at": signed_at,
            "changed_by_id": self.people["svenja"].id,
            "signed_by_id": self.people["jonas"].id,
        }

    def themes(self) -> None:
        present = Quarter.of(to_wall(self.now, ZONE).date())
        for subject in themes.SUBJECTS:
            self.theme[subject.key] = Theme(
                name=subject.name,
                benefit=subject.benefit,
                begins=present.shifted(subject.quarters_ahead).first,
                created_at=self.now,
            )
        self._keep(self.theme.values())

    def stories(self) -> None:
        for story in (*newsroom.STORIES, *archive.STORIES, campaign.CALL_STORY, *themes.STORIES):
            post = Post(
                core=story.core,
                facts=story.facts,
                link=story.link,
                theme=self.theme.get(story.theme),
                author=self.people[story.author],
                created_at=self.now,
            )
            post.variants = [self._variant(telling, story.author) for telling in story.tellings]
            self._keep([post])
            for variant, telling in zip(post.variants, story.tellings, strict=True):
                self._hang(variant, telling)
        before = self.now - timedelta(days=50)
        silent = Post(core="Schließtage", author=self.people["svenja"], created_at=before)
        silent.variants = [self._variant(newsroom.SILENT_SINCE, "svenja")]
        self._keep([silent])

    def campaigns(self) -> None:
        """A call that is still being prepared, with its posts, and a vote that is over."""
        call = campaign.call(self.people, self.monday, self.now, ZONE)
        vote = campaign.vote(self.people, self.monday, self.now, ZONE)
        self._keep([call, vote])
        self._keep(campaign.vote_papers(vote, self.people))
        for post in self.session.scalars(select(Post).where(Post.core == campaign.CALL_STORY.core)):
            for variant in post.variants:
                variant.campaign = call

    def _hang(self, variant: Variant, telling: newsroom.Telling) -> None:
        if telling.picture:
            content, drawn = content_of(variant), telling.picture()
            shown = attach(self.session, variant, content, drawn, alt=telling.alt, now=self.now)
            variant.media = shown.media_rows

    def _variant(self, telling: newsroom.Telling, author: str) -> Variant:
        wall = datetime.combine(self._day(telling.day), telling.at)
        planned_at = to_utc(wall, ZONE)
        status = self._status(telling.status, planned_at)
        approved = status in {Status.SCHEDULED, Status.PUBLISHED}
        return Variant(
            channel=self.channel[telling.channel],
            text=telling.text,
            language="de",
            mode=telling.mode,
            status=status,
            labels=list(telling.labels),
            planned_wall=wall,
            planned_at=planned_at,
            answer_person=self.people[telling.answers] if telling.answers else None,
            author=self.people[author],
            approved_by=self.people["aylin"] if approved else None,
            approved_at=self.now - timedelta(days=60) if approved else None,
            approved_wall=wall if approved else None,
            published_at=planned_at if status == Status.PUBLISHED else None,
            created_at=self.now,
            updated_at=self.now,
        )

    def _status(self, wanted: Status, planned_at: datetime) -> Status:
        """What was planned for earlier this week did go out."""
        return Status.PUBLISHED if wanted == Status.SCHEDULED and planned_at < self.now else wanted

    def dialog(self) -> None:
        for appointment in newsroom.APPOINTMENTS:
            slot = self._slot(appointment)
            self._keep([slot])
            self._keep(self._outcomes(slot, appointment))
        talks = map(self._interaction, newsroom.TALKS)
        self._keep(talk for talk in talks if talk.at < self.now)
        self._keep(map(self._inquiry, newsroom.INQUIRIES))
        self._keep(
            Material(name=name, link=link, note=note, settled=list(settled), created_at=self.now)
            for name, link, note, settled in newsroom.MATERIALS
        )
        self._keep(Snippet(name=name, text=text, created_at=self.now) for name, text in newsroom.SNIPPETS)
        self._keep(
            Occasion(name=name, day=self._day(days), is_yearly=True, note=note, created_at=self.now)
            for name, days, note in newsroom.OCCASIONS
        )
        month = self.monday.replace(day=1)
        self._keep(
            Audience(channel_id=self.channel[key].id, month=month, followers=followers, engaged=engaged)
            for key, (followers, engaged) in newsroom.AUDIENCES.items()
        )
        self._keep(
            AgendaItem(
                channel=self.channel[visit.channel],
                kind=visit.kind,
                name=visit.name,
                url=visit.url,
                note=visit.note,
                created_at=self.now,
            )
            for visit in newsroom.VISITS
        )

    def ideas(self) -> None:
        """What people asked and said becomes posts, most of them without a day."""
        self._keep(ideas.posts(self.session, self.people, self.now))
        ideas.link_answers(self.session)

    def almanac(self) -> None:
        """Calendars of others, brought as files: what is closed and what takes place counts, the team's own
        absences wait to be looked at."""
        for brought in almanac.CALENDARS:
            content = almanac.calendar_file(brought, self.monday)
            offer = Offer(name=brought.name, purpose=brought.purpose, zone=ZONE, content=content)
            row = bring(self.session, offer, now=self.now)
            self._read(row)
            if brought.is_kept:
                keep(self.session, row, now=self.now)

    def _read(self, row: ImportedCalendar) -> None:
        errand = claim(self.session, row.id, self.now)
        if errand is not None:
            write_down(self.session, errand, look(errand), self.now)

    def _slot(self, appointment: newsroom.Appointment) -> Slot:
        first = self._day(appointment.weekdays[0] - 7)
        return Slot(
            person=self.people[appointment.person],
            deputy=self.people[appointment.deputy] if appointment.deputy else None,
            channels=[self.channel[key] for key in appointment.channels],
            kind=appointment.kind,
            starts_wall=datetime.combine(first, appointment.at),
            zone=ZONE,
            minutes=appointment.minutes,
            rrule=weekly(appointment.weekdays),
            note=appointment.note,
            created_at=self.now,
            updated_at=self.now,
        )

    def _outcomes(self, slot: Slot, appointment: newsroom.Appointment) -> Iterator[SlotOutcome]:
        """What became of last week's occurrences, and the same of this week's that are over."""
        for week in (-7, 0):
            for weekday, kind in appointment.outcomes.items():
                wall = datetime.combine(self._day(weekday + week), appointment.at)
                ended = to_utc(wall, ZONE) + timedelta(minutes=appointment.minutes)
                if ended < self.now:
                    yield self._outcome(slot, appointment, wall, kind, ended)

    def _outcome(
        self,
        slot: Slot,
        appointment: newsroom.Appointment,
        wall: datetime,
        kind: OutcomeKind,
        ended: datetime,
    ) -> SlotOutcome:
        return SlotOutcome(
            slot_id=slot.id,
            occurrence=wall,
            kind=kind,
            minutes=0 if kind == OutcomeKind.COULD_NOT else appointment.minutes,
            person_id=self.people[appointment.person].id,
            at=ended,
        )

    def _interaction(self, talk: newsroom.Talk) -> Interaction:
        return Interaction(
            channel=self.channel[talk.channel],
            person_id=self.people[talk.person].id,
            kind=talk.kind,
            quality=talk.quality,
            note=talk.note,
            entry_key=str(uuid4()),
            at=to_utc(datetime.combine(self._day(talk.day), talk.at), ZONE),
        )

    def _inquiry(self, inquiry: newsroom.Inquiry) -> InboundItem:
        channel = self.channel[inquiry.channel]
        answered = to_utc(self._wall(*inquiry.answered), ZONE) if inquiry.answered else None
        return InboundItem(
            channel=channel,
            kind=inquiry.kind,
            text=inquiry.text,
            handle=inquiry.handle,
            received_at=self._received(inquiry),
            outcome=InboundOutcome.ANSWERED if answered else None,
            closed_at=answered,
            closed_by=channel.owner if answered else None,
            created_at=self.now,
        )

    def _received(self, inquiry: newsroom.Inquiry) -> datetime:
        if inquiry.day is None:
            return self.now - timedelta(minutes=40)
        return to_utc(self._wall(inquiry.day, inquiry.at), ZONE)

    def _wall(self, day: int, at: time) -> datetime:
        return datetime.combine(self._day(day), at)

    def _day(self, offset: int) -> date:
        return self.monday + timedelta(days=offset)

    def _keep(self, rows: object) -> None:
        self.session.add_all(list(rows))  # type: ignore[call-overload]
        self.session.flush()
