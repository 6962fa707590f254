"""Facts of the rules' examples as rows of a workspace of their own, for pages to judge."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

import calendar_app.posts.index  # noqa: F401 keeps what copies are found by
from calendar_app.campaigns.contest_models import ContestTerms, Decides
from calendar_app.campaigns.models import Campaign, OnCall, Scenario, WorstCase
from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry, AccessKind
from calendar_app.engagement.availability.models import Absence, Workweek
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import (
    Interaction,
    InteractionKind,
    OutcomeKind,
    Relevance,
    Slot,
    SlotException,
    SlotOutcome,
)
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Account, Person, Workspace
from calendar_app.posts.circumstances import Circumstances
from calendar_app.posts.models import Post, PublishingStop, Variant
from calendar_app.rules import facts
from calendar_app.rules.facts import GateItem, ItemId, Point

ZONE = "Europe/Berlin"
LONG_AGO = timedelta(days=400)
A_MOMENT = timedelta(microseconds=1)
REASON = "Wir klären erst etwas."


@dataclass
class Settling:
    """One world as rows. `admin` is somebody who may do everything and takes no part in it."""

    session: Session
    world: facts.Facts
    language: str = "en"
    people: dict[ItemId | None, Person] = field(default_factory=dict)
    channels: dict[ItemId, Channel] = field(default_factory=dict)
    campaigns: dict[ItemId, Campaign] = field(default_factory=dict)
    posts: dict[ItemId, Post] = field(default_factory=dict)
    slots: dict[ItemId, Slot] = field(default_factory=dict)
    variants: dict[ItemId, Variant] = field(default_factory=dict)

    def settle(self, checked: facts.Variant) -> tuple[Person, Variant]:
        """Everything, and the variant that is judged; the caller commits."""
        session, world = self.session, self.world
        region = "DE-BE" if world.calendar.holidays else ""
        workspace = Workspace(
            name="Newsroom",
            language=self.language,
            zone=ZONE,
            region=region,
            is_public_body=world.is_public_body,
            counts_unlabelled=world.counts_unlabelled,
            created_at=self.long_ago,
        )
        session.add(workspace)
        session.flush()
        scope_to(session, workspace.id)
        admin = self._admin(workspace)
        for each in world.people:
            self._person(each)
        for channel in world.channels:
            self._channel(channel)
        session.flush()
        for campaign in (*world.campaigns, *_untold(world, checked)):
            self._campaign(campaign)
        session.flush()
        for variant in world.variants:
            if variant.id != checked.id:
                self._variant(variant)
        for slot in world.slots:
            self._slot(slot)
        self._dialog()
        row = self._variant(checked)
        session.flush()
        return admin, row

    @property
    def long_ago(self) -> datetime:
        return self.world.now - LONG_AGO

    def _admin(self, workspace: Workspace) -> Person:
        account = Account(
            email=f"admin.{workspace.id}@example.org", language=self.language, created_at=self.long_ago
        )
        approves = self.world.approver_ids is not None
        admin = Person(
            name="Ada Admin",
            email=account.email,
            role=facts.Role.ADMIN,
            account=account,
            language=self.language,
            zone=ZONE,
            trained_until=None if approves and not self.world.approver_ids else date(2030, 1, 1),
            channel_ids=[],
            created_at=self.long_ago,
        )
        self.session.add(admin)
        if self.world.supply:
            minutes = next(iter(self.world.supply.values()))
            self.session.flush()
            self.session.add(Workweek(person_id=admin.id, minutes=minutes))
        return admin

    def _person(self, fact: facts.Person) -> None:
        email = f"{fact.id}.{self.session.info['scope']}@example.org"
        able = self.world.approver_ids
        is_trained = fact.is_trained and (able is None or fact.id in able)
        row = Person(
            name=fact.name,
            email=email,
            role=fact.role,
            account=Account(email=email, language=self.language, created_at=self.long_ago),
            language=self.language,
            zone=ZONE,
            trained_until=date(2030, 1, 1) if is_trained else None,
            channel_ids=[],
            created_at=self.long_ago,
        )
        self.session.add(row)
        self.session.flush()
        self.people[fact.id] = row
        for span in fact.absences:
            first, last = (to_wall(each, ZONE).date() for each in (span.start, span.end - A_MOMENT))
            self.session.add(Absence(person=row, first=first, last=last, created_at=self.long_ago))
        if fact.hours is not None:
            hours = fact.hours
            self.session.add(
                Workweek(
                    person_id=row.id, starts=hours.start, ends=hours.end, weekdays=sorted(hours.weekdays)
                )
            )

    def _channel(self, fact: facts.Channel) -> None:
        handle = min(fact.handles, key=len, default="")
        event = fact.event
        row = Channel(
            name=fact.name,
            platform=fact.platform,
            url=f"https://example.org/@{handle}" if handle else "",
            state=fact.state,
            zone=fact.zone,
            languages=list(fact.languages),
            is_service=fact.is_service,
            declared_bot=fact.is_declared_bot,
            needs_dialog_base=fact.needs_dialog_base,
            outside_posts_per_week=fact.outside_posts_per_week,
            outside_mirror_since=fact.outside_mirror_since,
            event_from=to_wall(event.start, fact.zone).date() if event else None,
            event_until=to_wall(event.end, fact.zone).date() if event else None,
            silence_accepted_until=fact.silence_accepted_until,
            text_limit=fact.text_limit,
            paused_until=fact.state_until if fact.state == facts.ChannelState.PAUSED else None,
            closes_on=fact.state_until if fact.state == facts.ChannelState.CLOSING else None,
            notice_url="https://example.org/notice" if fact.has_pause_notice else "",
            stripe=len(self.channels) % 12 + 1,
            created_at=fact.since or self.long_ago,
        )
        self.session.add(row)
        self.session.flush()
        self.channels[fact.id] = row
        if fact.points_to:
            row.successor = Channel(
                name=fact.points_to, platform="bluesky", zone=ZONE, languages=[], created_at=self.long_ago
            )
        if fact.open_gate_items:
            self._gate(fact, row)
        if fact.is_stopped:
            self.session.add(PublishingStop(channel=row, level=3, reason=REASON, stopped_at=self.world.now))
        if fact.last_talk_at:
            self._interaction(facts.Interaction("last", fact.id, fact.last_talk_at))
        if fact.last_post_at:
            known = self.world.variants_on(
                fact.id, facts.Span(fact.last_post_at, fact.last_post_at + timedelta(seconds=1))
            )
            if not known:
                self._variant(
                    facts.Variant(
                        "last",
                        fact.id,
                        "Früher einmal gesagt.",
                        at=fact.last_post_at,
                        status=facts.Status.PUBLISHED,
                        published_at=fact.last_post_at,
                    )
                )

    def _gate(self, fact: facts.Channel, row: Channel) -> None:
        """Everything settled but the open items."""
        is_open = set(fact.open_gate_items)
        someone = next(iter(self.people.values()))
        words, day = "Geklärt.", self.world.now.date()

        def unless(item: GateItem, answer: object) -> object:
            return None if item in is_open else answer

        row.purpose = str(unless(GateItem.PURPOSE, words) or "")
        row.audience = str(unless(GateItem.AUDIENCE, words) or "")
        row.owner = None if GateItem.OWNER in is_open else someone
        row.deputy = None if GateItem.DEPUTY in is_open else someone
        self.session.add(
            LaunchGate(
                channel_id=row.id,
                goal=unless(GateItem.GOAL, words) or "",
                evidence=words,
                evidence_on=unless(GateItem.EVIDENCE, day),
                accounts=unless(GateItem.ACCOUNTS, "\n".join("abcde")) or "",
                minutes=unless(GateItem.MINUTES, 60),
                source=words,
                plan=unless(GateItem.PLAN, words) or "",
                manners_read_on=unless(GateItem.MANNERS, day),
                imprint_url=unless(GateItem.IMPRINT, "https://example.org/imprint") or "",
                council=unless(GateItem.COUNCIL, words) or "",
                exit_criterion=unless(GateItem.EXIT, words) or "",
                changed_at=self.world.now,
                signed_at=unless(GateItem.SIGN_OFF, self.world.now),
            )
        )

    def _campaign(self, fact: facts.Campaign) -> None:
        owner = self.people.get(fact.owner_id)
        wall = to_wall(fact.starts_at, ZONE) if fact.starts_at else None
        is_answered = Point.QUESTIONS in fact.settled
        signed_by = self.people.get(fact.signed_by_id) or (owner if fact.signed_by_id else None)
        row = Campaign(
            name=fact.name or "Zeigt euren Garten",
            kind=fact.kind,
            starts_wall=wall,
            ends_wall=wall + timedelta(days=14) if wall else None,
            zone=ZONE,
            owner=owner,
            goal="Mehr Gespräche." if is_answered else "",
            meant_for="Für alle mit Garten.",
            who_stays="Wer mitreden will.",
            stop_criterion="Jemand wird verletzt." if Point.STOP in fact.settled else "",
            signed_by=signed_by,
            signed_at=fact.signed_at,
            changed_at=fact.changed_at or fact.signed_at or self.long_ago,
            created_at=self.long_ago,
        )
        holder = owner or next(iter(self.people.values()))
        row.worst_cases = [
            WorstCase(
                scenario=Scenario.HIJACK,
                what="Es ist passiert.",
                tripwire="Zehn Beiträge",
                first_answer="Danke.",
                person=holder,
            )
            for _ in range(fact.worst_cases)
        ]
        row.on_call = [
            OnCall(person=holder, starts_wall=to_wall(each.start, ZONE), ends_wall=to_wall(each.end, ZONE))
            for each in fact.on_call
        ]
        self.session.add(row)
        self.session.flush()
        self.campaigns[fact.id] = row
        if fact.is_stopped:
            self.session.add(PublishingStop(campaign=row, level=3, reason=REASON, stopped_at=self.world.now))
        if Point.TERMS in fact.settled:
            self._terms(fact, row)

    def _terms(self, fact: facts.Campaign, row: Campaign) -> None:
        def words(point: Point) -> str:
            return "Geregelt." if point in fact.settled else ""

        self.session.add(
            ContestTerms(
                campaign_id=row.id,
                url="https://example.org/terms",
                fingerprint="0" * 64,
                decides=Decides.VOTES,
                eligibility=words(Point.ELIGIBILITY),
                period=words(Point.PERIOD),
                selection=words(Point.SELECTION),
                jury=words(Point.JURY),
                exclusions=words(Point.EXCLUSIONS),
                counting=words(Point.COUNTING),
                privacy=words(Point.PRIVACY),
                names_platform_release=Point.RELEASE in fact.settled,
                wants_no_sharing=Point.NO_BAIT in fact.settled,
                at=self.long_ago,
            )
        )

    def _variant(self, fact: facts.Variant) -> Variant:
        channel = self.channels[fact.channel_id]
        wall = to_wall(fact.at, channel.zone) if fact.at else None
        post = self.posts.get(fact.post_id or f"of {fact.id}")
        if post is None:
            post = Post(core=fact.title or fact.text[:60] or "Bilder", created_at=self.long_ago)
            self.posts[fact.post_id or f"of {fact.id}"] = post
        approval, approved_by = fact.approval, None
        if approval is not None:
            approved_by = self.people.get(approval.person_id)
        elif self.world.approver_ids is None:
            approved_by = next((each for each in self.people.values()), None)
        approved_at = approval.at if approval and approval.at else fact.at
        source = self.channels.get(fact.source_channel_id) if fact.source_channel_id is not None else None
        has_video = any(each.is_video for each in fact.pictures)
        declared = Circumstances(
            urgent_because="Es brennt." if fact.is_urgent else "",
            embargo_wall=wall if fact.is_embargoed else None,
            embargo_because="Sperrfrist." if fact.is_embargoed else "",
            source_channel_id=source.id if source else None,
            is_machine_written=fact.is_machine_written,
            is_human_reviewed=fact.is_human_reviewed,
            borrowed="Bild von Lea" if fact.lacks_permission else "",
            has_video=has_video,
            has_captions=any(each.is_video and each.has_captions for each in fact.pictures),
        )
        row = Variant(
            post=post,
            channel=channel,
            campaign=self.campaigns.get(fact.campaign_id) if fact.campaign_id is not None else None,
            title=fact.title,
            text=fact.text,
            language=fact.language or "",
            mode=fact.mode,
            status=fact.status,
            labels=sorted(fact.labels),
            media=self._media(fact),
            circumstances=declared.row,
            planned_wall=wall,
            planned_at=fact.at,
            published_at=fact.published_at,
            answer_person=self.people.get(fact.answer_person_id),
            author=self.people.get(fact.author_id),
            approved_by=approved_by,
            approved_at=self.world.now if approved_by else None,
            approved_wall=to_wall(approved_at, channel.zone) if approved_by and approved_at else None,
            created_at=self.long_ago,
            updated_at=self.long_ago,
        )
        self.session.add(row)
        self.session.flush()
        self.variants[fact.id] = row
        return row

    def _media(self, fact: facts.Variant) -> list[list[object]]:
        motifs = list(fact.media)
        stills = [each for each in fact.pictures if not each.is_video] or [facts.Picture()] * len(motifs)
        return [
            [
                number,
                f"{number:064}",
                motifs[number] if number < len(motifs) else f"motif {number}",
                each.alt,
                *(["Schmuck"] if each.is_decorative else []),
            ]
            for number, each in enumerate(stills)
        ]

    def _slot(self, fact: facts.Slot) -> None:
        person = self.people.get(fact.person_id) or next(iter(self.people.values()))
        wall = to_wall(fact.start, ZONE)
        row = Slot(
            person=person,
            channels=[self.channels[each] for each in fact.channel_ids if each in self.channels],
            starts_wall=wall,
            zone=ZONE,
            minutes=int((fact.end - fact.start) / timedelta(minutes=1)),
            rrule="",
            created_at=self.long_ago,
            updated_at=self.long_ago,
        )
        self.session.add(row)
        self.session.flush()
        self.slots[fact.id] = row
        if fact.is_makeup:
            row.makes_up_id, row.makes_up_wall = row.id, wall - timedelta(days=7)
        if fact.is_cancelled:
            row.exceptions = [SlotException(occurrence=wall, updated_at=self.long_ago)]
        if fact.outcome_minutes is not None:
            kind = OutcomeKind.DONE if fact.outcome_minutes else OutcomeKind.COULD_NOT
            self.session.add(
                SlotOutcome(
                    slot_id=row.id,
                    occurrence=wall,
                    kind=kind,
                    minutes=fact.outcome_minutes,
                    person_id=person.id,
                    at=fact.end,
                )
            )

    def _interaction(self, fact: facts.Interaction) -> None:
        kind = InteractionKind.COMMENT if fact.is_outward else InteractionKind.ANSWER
        self.session.add(
            Interaction(
                channel=self.channels[fact.channel_id],
                kind=kind,
                quality=fact.quality,
                relevance=Relevance.OFF_TOPIC if fact.is_off_topic else Relevance.OWN,
                entry_key=f"{fact.channel_id} {fact.id}"[-36:],
                at=fact.at,
            )
        )

    def _dialog(self) -> None:
        for talk in self.world.interactions:
            if talk.channel_id in self.channels:
                self._interaction(talk)
        for item in self.world.inbound:
            self.session.add(
                InboundItem(
                    channel=self.channels[item.channel_id],
                    kind=item.kind,
                    text=f"Wann öffnet ihr wieder? ({item.id})",
                    received_at=item.at,
                    closed_at=item.closed_at,
                    created_at=item.at,
                )
            )
        for entry in self.world.access:
            last_day = entry.ends_at - timedelta(days=1) if entry.ends_at else None
            self.session.add(
                AccessEntry(
                    channel=self.channels[entry.channel_id],
                    holder=entry.name,
                    kind=AccessKind.TOOL if entry.is_tool else AccessKind.PERSONAL,
                    has_two_factor=entry.has_two_factor,
                    expires_on=to_wall(last_day, ZONE).date() if last_day else None,
                    reviewed_on=entry.reviewed_on or self.long_ago.date(),
                    created_at=self.long_ago,
                )
            )


def _untold(world: facts.Facts, checked: facts.Variant) -> tuple[facts.Campaign, ...]:
    """The variant's campaign where the world tells nothing of it: one that can hardly go wrong."""
    if checked.campaign_id is None or world.campaign(checked.campaign_id):
        return ()
    return (facts.Campaign(checked.campaign_id, facts.CampaignKind.OTHER),)
