"""A month in numbers. Pure. A share of nothing is no share: None, which is shown as "no data"."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from calendar_app.engagement.models import Interaction, InteractionKind, Relevance
from calendar_app.engagement.readers import Published

CARRIED_ON = 3  # the quality of a contribution because of which the talk went further


@dataclass(frozen=True, slots=True)
class Figures:
    """Contributions of a month, what was published in it, and the audience as somebody typed it in.

    `started` are those that were no answer; `threads` are conversations, `deep` those with two or more turns.
    What is off topic is in `off_topic` and `contributions` alone. Of `posts`, `answering` answer what people
    had asked.
    """

    contributions: int = 0
    started: int = 0
    threads: int = 0
    deep: int = 0
    own: int = 0
    neighbour: int = 0
    off_topic: int = 0
    posts: int = 0
    answering: int = 0
    followers: int | None = None
    engaged: int | None = None

    @property
    def on_topic(self) -> int:
        return self.own + self.neighbour

    @property
    def started_share(self) -> Fraction | None:
        return _share(self.started, self.on_topic)

    @property
    def depth_share(self) -> Fraction | None:
        return _share(self.deep, self.threads)

    @property
    def relevant_share(self) -> Fraction | None:
        """How much was about the team's own subject or a neighbouring one."""
        return _share(self.on_topic, self.contributions)

    @property
    def answering_share(self) -> Fraction | None:
        return _share(self.answering, self.posts)

    @property
    def engaged_share(self) -> Fraction | None:
        return None if self.engaged is None else _share(self.engaged, self.followers or 0)


def figures(
    logged: Iterable[Interaction],
    published: Collection[Published] = (),
    followers: int | None = None,
    engaged: int | None = None,
) -> Figures:
    """What some contributions and posts come to."""
    known = list(logged)
    about = Counter(each.relevance for each in known)
    counted = [each for each in known if each.relevance != Relevance.OFF_TOPIC]
    turns = Counter(_thread(each) for each in counted)
    carried_on = {_thread(each) for each in counted if each.quality == CARRIED_ON}
    return Figures(
        contributions=len(known),
        started=sum(each.kind != InteractionKind.ANSWER for each in counted),
        threads=len(turns),
        deep=sum(number > 1 or thread in carried_on for thread, number in turns.items()),
        own=about[Relevance.OWN],
        neighbour=about[Relevance.NEIGHBOUR],
        off_topic=about[Relevance.OFF_TOPIC],
        posts=len(published),
        answering=sum(each.is_answer for each in published),
        followers=followers,
        engaged=engaged,
    )


def _thread(logged: Interaction) -> str:
    """What is logged under one address is one conversation; without an address, each entry is its own."""
    return logged.link or logged.entry_key


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
