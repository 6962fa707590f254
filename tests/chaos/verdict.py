"""What a run has shown: the mails that arrived, compared with what the rows say. No log is asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import median

from calendar_app.reminders.models import Reminder, ReminderState

# A mail that is not sent is not lost where somebody cancelled it or the server refused it for good.
EXCUSED = (ReminderState.CANCELLED, ReminderState.FAILED, ReminderState.MISSED)


class NotRunError(Exception):
    """What a cell needs is not on this machine; the text says what."""


@dataclass(frozen=True)
class Verdict:
    """Counts of one run.

    `lost` arrived never and are not shown as given up; `duplicates` are copies beyond the first;
    `unexplained` those for which no row's `ambiguous` accounts. Lateness is in seconds.
    """

    mails: int
    faults: int
    lost: int
    duplicates: int
    ambiguous: int
    unexplained: int
    late_p50: float
    late_max: float

    @property
    def holds(self) -> bool:
        return self.lost == 0 and self.unexplained == 0

    def __str__(self) -> str:
        return "  ".join(f"{each.name} {_number(getattr(self, each.name))}" for each in fields(self))


def verdict(reminders: Sequence[Reminder], copies: Counter[int], faults: int) -> Verdict:
    late = [(row.sent_at - row.due_at).total_seconds() for row in reminders if row.sent_at]
    extra = {row.id: copies[row.id] - 1 for row in reminders}
    return Verdict(
        mails=len(reminders),
        faults=faults,
        lost=sum(extra[row.id] < 0 and row.state not in EXCUSED for row in reminders),
        duplicates=sum(max(0, count) for count in extra.values()),
        ambiguous=sum(row.ambiguous for row in reminders),
        unexplained=sum(max(0, extra[row.id] - row.ambiguous) for row in reminders),
        late_p50=median(late) if late else 0.0,
        late_max=max(late, default=0.0),
    )


def total(verdicts: Sequence[Verdict]) -> Verdict:
    """All runs together; the p50 is that of the runs' own."""
    counts = {
        each.name: sum(getattr(one, each.name) for one in verdicts)
        for each in fields(Verdict)
        if not each.name.startswith("late")
    }
    return Verdict(
        **counts,
        late_p50=median(one.late_p50 for one in verdicts),
        late_max=max(one.late_max for one in verdicts),
    )


def _number(value: float) -> str:
    return f"{value:.1f}" if isinstance(value, float) else f"{value:,}"
