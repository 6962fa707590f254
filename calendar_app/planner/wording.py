"""Why a proposal stands where it does, in the reader's language."""

from collections.abc import Iterator, Sequence

from calendar_app.foundation.i18n import format_time, gettext, mark, ngettext
from calendar_app.planner.proposing import Proposal, Why
from calendar_app.rules.facts import Variant
from calendar_app.rules.weeks import local
from calendar_app.wording import set_apart

_WHY = {
    Why.OWNER: mark("%(name)s looks after the channel."),
    Why.DEPUTY: mark("%(name)s is the deputy there."),
    Why.HOLDS: mark("%(name)s holds time there already."),
    Why.FREE: mark("%(name)s is free and has the least to do."),
    Why.EMPTY_DAY: mark("The day has no dialog time there yet."),
}
SHOWN = 80  # characters of a post's text


def reasons(proposal: Proposal, events: Sequence[str] = ()) -> str:
    """The reasons of a proposal in a few sentences, and what takes place on its day."""
    return " ".join((_cause(proposal), *_choice(proposal), *_taking_place(events)))


def post_line(post: Variant) -> str:
    """A post in one line: its title or the beginning of its text."""
    text = " ".join((post.title or post.text).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _cause(proposal: Proposal) -> str:
    if proposal.post and proposal.post.effective_at:
        at = local(proposal.post.effective_at, proposal.channel.zone)
        return gettext(
            mark("After the post at %(time)s somebody should be there to answer."), time=format_time(at)
        )
    return ngettext(
        "%(num)d minute of dialog is missing there this week.",
        "%(num)d minutes of dialog are missing there this week.",
        proposal.missing,
    )


def _choice(proposal: Proposal) -> Iterator[str]:
    for why in proposal.why:
        words = gettext(_WHY[why])
        yield words % {"name": proposal.holder.name} if "%(" in words else words


def _taking_place(events: Sequence[str]) -> Iterator[str]:
    if events:
        named = ", ".join(set_apart(each) for each in events)
        yield gettext(mark("That day takes place: %(events)s."), events=named)
