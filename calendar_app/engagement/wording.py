"""The words for what stands in the database as a key; looked up where they are shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from calendar_app.engagement.models import AgendaKind, InteractionKind, OutcomeKind, Relevance, Slot, SlotKind
from calendar_app.engagement.rhythm import Cycle, Rhythm
from calendar_app.foundation.i18n import format_skeleton, format_time, gettext, locale, mark, ngettext
from calendar_app.rules.facts import Workday

SLOT_KINDS = {
    SlotKind.VISIT: mark("Visit others"),
    SlotKind.ENGAGE: mark("Answer people"),
    SlotKind.EQUIP: mark("Give occasions"),
    SlotKind.EMPOWER: mark("Credit others"),
}
SLOT_PURPOSES = {
    SlotKind.VISIT: mark("Read what others say and comment where there is something to add."),
    SlotKind.ENGAGE: mark("Answer what people asked or said, here and where they talk about us."),
    SlotKind.EQUIP: mark("Give people an occasion, a story or material to talk about."),
    SlotKind.EMPOWER: mark("Thank people, name their work, make it seen."),
}
SLOT_ICONS = {
    SlotKind.VISIT: "geo-alt",
    SlotKind.ENGAGE: "reply",
    SlotKind.EQUIP: "lightbulb",
    SlotKind.EMPOWER: "heart",
}

INTERACTION_KINDS = {
    InteractionKind.COMMENT: mark("Comment"),
    InteractionKind.ANSWER: mark("Answer"),
    InteractionKind.QUESTION: mark("Question"),
    InteractionKind.RECOMMENDATION: mark("Recommendation"),
    InteractionKind.CREDIT: mark("Credit"),
}
INTERACTION_ICONS = {
    InteractionKind.COMMENT: "chat-left-text",
    InteractionKind.ANSWER: "reply",
    InteractionKind.QUESTION: "question-circle",
    InteractionKind.RECOMMENDATION: "send",
    InteractionKind.CREDIT: "heart",
}

CYCLES = {
    Cycle.EVERY_WEEK: mark("Every week"),
    Cycle.TWO_WEEKS: mark("Every 2 weeks"),
    Cycle.THREE_WEEKS: mark("Every 3 weeks"),
    Cycle.FOUR_WEEKS: mark("Every 4 weeks"),
    Cycle.FIRST: mark("Each month, the first one"),
    Cycle.SECOND: mark("Each month, the second one"),
    Cycle.THIRD: mark("Each month, the third one"),
    Cycle.FOURTH: mark("Each month, the fourth one"),
    Cycle.LAST: mark("Each month, the last one"),
}
_BEATS = {
    Cycle.EVERY_WEEK: mark("Every %(days)s"),
    Cycle.TWO_WEEKS: mark("Every 2 weeks: %(days)s"),
    Cycle.THREE_WEEKS: mark("Every 3 weeks: %(days)s"),
    Cycle.FOUR_WEEKS: mark("Every 4 weeks: %(days)s"),
    Cycle.FIRST: mark("Each month: first %(days)s"),
    Cycle.SECOND: mark("Each month: second %(days)s"),
    Cycle.THIRD: mark("Each month: third %(days)s"),
    Cycle.FOURTH: mark("Each month: fourth %(days)s"),
    Cycle.LAST: mark("Each month: last %(days)s"),
}

# How good a contribution was, said so that two people would say the same of it.
QUALITIES = {
    0: mark("A sign of life: thanks, a greeting"),
    1: mark("To the point: takes up what was said"),
    2: mark("Helps: adds knowledge, experience, a hand"),
    3: mark("Carries on: the talk went further because of it"),
}

RELEVANCES = {
    Relevance.OWN: mark("Our own subject"),
    Relevance.NEIGHBOUR: mark("A neighbouring subject"),
    Relevance.OFF_TOPIC: mark("Something else"),
}

OUTCOMES = {
    OutcomeKind.DONE: mark("Done"),
    OutcomeKind.NOTHING_TO_ADD: mark("Read, nothing to add"),
    OutcomeKind.COULD_NOT: mark("Could not"),
}

AGENDA_KINDS = {
    AgendaKind.PERSON: mark("Person"),
    AgendaKind.TOPIC: mark("Topic"),
    AgendaKind.SEARCH: mark("Search for mentions"),
}
AGENDA_ICONS = {AgendaKind.PERSON: "person", AgendaKind.TOPIC: "chat-dots", AgendaKind.SEARCH: "search"}


def weekday_names() -> list[str]:
    """Monday to Sunday in the reader's language."""
    names = locale().days["format"]["wide"]
    return [names[day] for day in range(7)]


def rhythm(slot: Slot) -> str:
    """How often a slot takes place: "Every Monday and Wednesday, until 3 July 2026", or "Once"."""
    if not slot.rrule:
        return gettext(mark("Once"))
    said = _as_long_as_it_goes(slot)
    return ", ".join(part for part in (_beat(said), _end(said)) if part)


def _as_long_as_it_goes(slot: Slot) -> Rhythm:
    """A series that was ended, or goes on as another one, has its last day before that."""
    said = Rhythm.read(slot.rrule)
    if slot.ended_wall is None:
        return said
    last = (slot.ended_wall - timedelta.resolution).date()
    return replace(said, until=min(said.until or last, last), times=None)


def _end(said: Rhythm) -> str:
    if said.until:
        return gettext(mark("until %(day)s"), day=format_skeleton(said.until, "yMMMd"))
    if said.times:
        return ngettext("%(num)d time", "%(num)d times", said.times)
    return ""


def _beat(said: Rhythm) -> str:
    if len(said.weekdays) == 7 and said.cycle == Cycle.EVERY_WEEK:
        return gettext(mark("Every day"))
    return gettext(_BEATS[said.cycle], days=listed_days(said.weekdays))


def listed_days(weekdays: Iterable[int]) -> str:
    """Weekdays (Monday is 0) as one says them; "" for none."""
    names = weekday_names()
    return _listed([names[day] for day in weekdays])


def working_time(week: Iterable[Workday]) -> str:
    """Days of work in one line, those that are alike together: "Monday to Friday, 09:00–13:00"."""
    alike = defaultdict(list)
    for day in week:
        alike[f"{day.start:%H:%M}–{day.end:%H:%M}"].append(day.weekday)
    return "; ".join(f"{_spanned_days(days)}, {hours}" for hours, days in alike.items())


def _spanned_days(weekdays: list[int]) -> str:
    """Three or more in a row are named by their ends."""
    first, last = weekdays[0], weekdays[-1]
    if len(weekdays) < 3 or weekdays != list(range(first, last + 1)):
        return listed_days(weekdays)
    names = weekday_names()
    return gettext(mark("%(first)s to %(last)s"), first=names[first], last=names[last])


def _listed(words: list[str]) -> str:
    """Words as one says them: "Monday, Tuesday and Friday"."""
    if len(words) < 2:
        return "".join(words)
    return gettext(mark("%(words)s and %(last)s"), words=", ".join(words[:-1]), last=words[-1])


def described(slot: Slot) -> str:
    """A slot in one line: rhythm, time, zone, holder."""
    start = slot.starts_wall
    when = rhythm(slot) if slot.rrule else format_skeleton(start, "yMMMEd")
    return f"{when}, {format_time(start)} ({slot.zone}), {slot.person.name}"
