"""The demo's ideas: what people asked and what came up in conversation, none of it on a day yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.models import Interaction
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Source


@dataclass(frozen=True)
class Spark:
    """An idea; `came_from` is what the inquiry or the logged talk says that it was made of."""

    core: str
    author: str
    days_ago: int
    source: Source = Source.OWN
    came_from: str = ""
    facts: str = ""


SPARKS = (
    Spark("Eine Nacht im Magazin: Wer räumt eigentlich die 80 Kilometer Regal auf?", "svenja", 11),
    Spark(
        "Buchrücken kleben: Die Buchbinderin zeigt es am Tresen.",
        "tobias",
        5,
        Source.CONVERSATION,
        "Wie man Buchrücken klebt.",
        facts="Knochenleim, ein Lineal, eine Nacht Geduld. Dienstags ist Frau Rehm im Haus.",
    ),
    Spark(
        "Der Lernraum für ganze Klassen: wie die Buchung geht und was dort schon geübt wurde.",
        "jonas",
        4,
        Source.QUESTION,
        "Dürfen ganze Klassen einen Termin im Lernraum buchen?",
        facts="Bis 28 Plätze, vormittags, zwei Wochen vorher anmelden.",
    ),
    Spark(
        "Krimis zum Hören: drei Stimmen aus Norwegen.",
        "tobias",
        0,
        Source.QUESTION,
        "Gibt es die neuen norwegischen Krimis auch als Hörbuch?",
    ),
)

ANSWERS = {
    "Die Lokalzeitung fragt, was am meisten ausgeliehen wird.": "Was leihen die Lindenauer am liebsten?"
}
"""Core message of a post that went out → the inquiry it answers."""


def posts(session: Session, people: Mapping[str, Person], now: datetime) -> Iterator[Post]:
    """The ideas as rows; inquiries and talks are there already."""
    asked, talked = (
        _inquiries(session),
        {row.note: row.id for row in session.scalars(select(Interaction).where(Interaction.note != ""))},
    )
    for spark in SPARKS:
        yield Post(
            core=spark.core,
            facts=spark.facts,
            source=spark.source,
            inbound_id=asked.get(spark.came_from),
            interaction_id=talked.get(spark.came_from),
            author=people[spark.author],
            created_at=now - timedelta(days=spark.days_ago),
        )


def link_answers(session: Session) -> None:
    """Say of posts that went out which question they answer."""
    asked = _inquiries(session)
    for post in session.scalars(select(Post).where(Post.core.in_(ANSWERS))):
        post.source, post.inbound_id = Source.QUESTION, asked[ANSWERS[post.core]]


def _inquiries(session: Session) -> dict[str, int]:
    return {row.text: row.id for row in session.scalars(select(InboundItem))}
