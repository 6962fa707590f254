"""What the rules say of a variant, together with the exceptions somebody made for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.people.models import Workspace
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.facts import facts_of_check, judged_fact_of
from calendar_app.posts.models import Status, Variant
from calendar_app.rulebook import services as rulebook
from calendar_app.rulebook.models import Override
from calendar_app.rules import engine, moves
from calendar_app.rules.casefile import CaseFile
from calendar_app.rules.facts import Facts
from calendar_app.rules.facts import Variant as Fact
from calendar_app.rules.rule import Severity, Verdict


@dataclass(frozen=True)
class Judgement:
    """All verdicts on one variant as it was given, in its plan, beside texts that may be alike.

    `exceptions` are those that hold, by rule.
    """

    fact: Fact
    plan: Facts
    relatives: tuple[Fact, ...]
    verdicts: tuple[Verdict, ...]
    exceptions: Mapping[str, Override]

    @property
    def case(self) -> CaseFile:
        """All that the verdicts depend on, so that they can be given again elsewhere."""
        return CaseFile(self.plan, (self.fact,), self.relatives)

    @cached_property
    def findings(self) -> tuple[Verdict, ...]:
        """What was found, the heaviest first."""
        found = [verdict for verdict in self.verdicts if verdict.is_finding]
        return tuple(sorted(found, key=lambda verdict: (-verdict.severity.rank, verdict.number)))

    @property
    def not_judged(self) -> tuple[Verdict, ...]:
        """Rules that had too little to go by; that is not the same as a pass."""
        return tuple(each for each in self.verdicts if each.severity is Severity.NOT_APPLICABLE)

    @property
    def blocks(self) -> tuple[Verdict, ...]:
        """What refuses the step: blocks for which nobody made an exception."""
        return tuple(
            verdict for verdict in self.findings if verdict.blocks and not self.exception_from(verdict)
        )

    @property
    def exceptable(self) -> tuple[Verdict, ...]:
        """What an exception can be made from, as far as nobody made one."""
        return tuple(
            verdict for verdict in self.findings if verdict.is_exceptable and not self.exception_from(verdict)
        )

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """What wants to be read before the step: warnings for which nobody made an exception."""
        return tuple(
            verdict
            for verdict in self.findings
            if verdict.severity is Severity.WARN and not self.exception_from(verdict)
        )

    @property
    def unexplained(self) -> tuple[Verdict, ...]:
        """Warnings that want a reason in writing and have none yet."""
        return tuple(verdict for verdict in self.warnings if verdict.wants_reason)

    @property
    def unread(self) -> tuple[Verdict, ...]:
        """Warnings for which a tick is enough."""
        return tuple(verdict for verdict in self.warnings if not verdict.wants_reason)

    @property
    def outcome(self) -> Severity:
        """The heaviest that still stands in the way; a pass where only hints were given."""
        if self.blocks:
            return Severity.BLOCK
        return Severity.WARN if self.warnings else Severity.PASS

    def exception_from(self, verdict: Verdict) -> Override | None:
        """The exception that lets a finding pass; none where nobody may make one any more, or it is over."""
        exception, lasts = self.exceptions.get(verdict.rule), verdict.override.lasts
        if exception is None or verdict.override.role is None:
            return None
        is_over = lasts is not None and self.plan.now - exception.created_at > lasts
        return None if is_over else exception

    def with_moves(self) -> "Judgement":
        """The same with a time to move to where one helps; looked for only where somebody will read it."""
        return replace(self, verdicts=moves.with_moves(self.plan, self.fact, self.verdicts))

    def of(self, rule: str) -> Verdict | None:
        """The finding of one rule, if there is one."""
        return next((verdict for verdict in self.findings if verdict.rule == rule), None)


def one_at_a_time(session: Session) -> None:
    """Let no other step of the workspace be under way until the commit: two copies must not pass each other.

    What was read before is read again, since it may have changed while this step waited for its turn.
    """
    workspace_id: int = session.info["scope"]
    held = select(Workspace.id).where(Workspace.id == workspace_id)
    session.execute(held.with_for_update(key_share=True))  # new rows of the workspace need not wait
    session.flush()
    session.expire_all()


def judge(
    session: Session, variant: Variant, *, now: datetime, content: Content | None = None, is_out: bool = False
) -> Judgement:
    """Judge a variant as it is stored or, with `content`, as it would be; nothing is written.

    With `is_out` it is judged as published at this moment: then no rule can stop it from being added.
    """
    fact = judged_fact_of(variant, content)
    if is_out:
        fact = replace(fact, status=Status.PUBLISHED, published_at=now)
    known = facts_of_check(session, fact, zone=variant.channel.zone, now=now)
    verdicts = engine.check(known.plan, fact, known.relatives)
    bound = binding(variant, content or content_of(variant), fact.at)
    return Judgement(fact, known.plan, known.relatives, verdicts, rulebook.holding(session, bound))


def binding(variant: Variant, content: Content, planned_at: datetime | None) -> rulebook.Binding:
    """What an exception for this content at this time would be bound to."""
    return rulebook.Binding(variant.id, variant.channel_id, content.hash, planned_at)
