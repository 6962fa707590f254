"""What relatives of a text are found by: rows that are kept in the transaction that writes the text.

Nobody calls this module to keep the index. Whatever changes a variant's words, its state or its time goes
through a flush, and there the rows follow; what deletes a variant takes them along (a foreign key). Whoever
judges has loaded this module; whoever writes variants and judges none loads it by name.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from zlib import crc32

from sqlalchemy import ARRAY, Connection, Integer, cast, delete, event, func, insert, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from calendar_app.posts.content import content_of
from calendar_app.posts.models import Fingerprint, Variant
from calendar_app.rules import fingerprints
from calendar_app.rules.facts import COUNTED_STATUSES
from calendar_app.rules.letters import normalise

MADE_AS = 3
"""Counted up whenever letters or fingerprints are made in another way: then `parley reindex` has to run."""

_WORDS = ("title", "text")
_PLACE = ("status", "planned_at", "published_at")


def text_key(text: str) -> int | None:
    """Equal for texts that say the same letters, whatever was decorated; None for a text without any.

    Four bytes, so that other texts share a key now and then: who finds a variant by it compares the letters.
    """
    plain = normalise(text).plain
    return crc32(plain.encode("utf-8", "surrogatepass")) - (1 << 31) if plain else None


def day_of(moment: datetime) -> int:
    """The day of an instant as the index counts it."""
    return moment.date().toordinal()


@event.listens_for(Session, "before_flush")
def _name_the_words(session: Session, context: UOWTransaction, instances: object) -> None:
    for variant in _changed(session, _WORDS):
        for name, value in words_of(variant).items():
            setattr(variant, name, value)


@event.listens_for(Session, "after_flush")
def _keep_the_rows(session: Session, context: UOWTransaction) -> None:
    if changed := [*_changed(session, _WORDS + _PLACE)]:
        fresh = {each.id for each in changed if each in session.new or _was_not_counted(each)}
        keep_rows(session.connection(), changed, fresh)


def _changed(session: Session, attributes: Iterable[str]) -> Iterable[Variant]:
    for row in (*session.new, *session.dirty):
        if isinstance(row, Variant) and (row in session.new or _has_changed(row, attributes)):
            yield row


def _has_changed(variant: Variant, attributes: Iterable[str]) -> bool:
    state = inspect(variant).attrs
    return any(state[name].history.has_changes() for name in attributes)


def _was_not_counted(variant: Variant) -> bool:
    """Whether the state before the flush is known, and is none that the index holds."""
    history = inspect(variant).attrs.status.history
    before = {*(history.deleted or ()), *(history.unchanged or ())}
    return bool(before) and not before & COUNTED_STATUSES


def words_of(variant: Variant) -> dict[str, int | None]:
    """The columns of the row that say what its words are found by."""
    compared = content_of(variant).compared
    return {
        "text_key": text_key(compared),
        "fingerprint_count": len(fingerprints.kept(compared)),
        "indexed_as": MADE_AS,
    }


def keep_rows(
    connection: Connection, variants: Iterable[Variant], fresh: Collection[int] = frozenset()
) -> None:
    """Let the index hold these variants as they are now; nothing of an earlier text or time stays behind.

    One statement for variants that are `fresh`, since the index has nothing of them; two for others.
    """
    kept = [*variants]
    if known := [each.id for each in kept if each.id not in fresh]:
        connection.execute(delete(Fingerprint).where(Fingerprint.variant_id.in_(known)))
    if rows := [row for variant in kept for row in _rows(variant)]:
        _insert(connection, rows)


def _insert(connection: Connection, rows: Sequence[Mapping[str, int]]) -> None:
    """All at once: a server that is asked row by row takes as many turns."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(Fingerprint), rows)
        return
    names = [*rows[0]]
    columns = [func.unnest(cast([row[name] for row in rows], ARRAY(Integer))) for name in names]
    connection.execute(insert(Fingerprint).from_select(names, select(*columns)))


def _rows(variant: Variant) -> Iterable[dict[str, int]]:
    moment = variant.published_at or variant.planned_at
    if moment is None or variant.status not in COUNTED_STATUSES:
        return
    for value in sorted(fingerprints.kept(content_of(variant).compared)):
        yield {
            "workspace_id": variant.workspace_id,
            "value": value,
            "day": day_of(moment),
            "variant_id": variant.id,
        }
