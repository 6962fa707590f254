"""What happens to shared wording: it is kept, changed, and made personal before anybody can copy it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.channels.signing import signature
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.people.models import Person
from calendar_app.people.services import take_turns

LEAST_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Shared wording as it was typed; without a channel it is for all."""

    name: str
    text: str
    channel: Channel | None = None


def snippets(session: Session) -> Sequence[Snippet]:
    """All of them, by name."""
    query = select(Snippet).options(joinedload(Snippet.channel))
    return session.scalars(query.order_by(Snippet.name, Snippet.id)).all()


def add(session: Session, wording: Wording, *, now: datetime) -> Snippet:
    """Keep shared wording; what is the same in every word is kept once."""
    take_turns(session)
    known = session.scalars(select(Snippet).filter_by(**vars(wording))).first()
    if known is not None:
        return known
    snippet = Snippet(created_at=now)
    edit(snippet, wording)
    session.add(snippet)
    session.flush()
    return snippet


def edit(snippet: Snippet, wording: Wording) -> None:
    """Write it down anew."""
    snippet.name, snippet.text, snippet.channel = wording.name, wording.text, wording.channel


def is_personal(sentence: str, snippet: Snippet) -> bool:
    """Whether a sentence says something of its own: some words, and not just words of the snippet."""
    words, known = _words(sentence), set(_words(snippet.text))
    return len(words) >= LEAST_WORDS and any(word not in known for word in words)


def personal(sentence: str, snippet: Snippet, by: Person) -> str:
    """The answer as it can be copied: what is meant for this person comes first, who answers signs it."""
    signed = signature(snippet.channel.signing, by) if snippet.channel else ""
    return "\n\n".join(filter(None, (sentence, snippet.text, signed)))


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?…–-„“”\"'()").casefold() for word in text.split()]
