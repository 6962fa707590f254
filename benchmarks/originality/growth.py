"""What one check, one write and the index cost as the archive grows: a database of that many texts."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy import Connection, event, insert, text
from sqlalchemy.orm import Session

from benchmarks import archive
from benchmarks.originality.edits import combined
from calendar_app import schema
from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Workspace
from calendar_app.posts import index
from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Fingerprint, Mode, Post, Status, Variant
from calendar_app.posts.relatives import relatives
from calendar_app.rules import facts, fingerprints
from calendar_app.rules.kinship import percent_alike

SPAN_DAYS = 1_100
"""The archive always reaches over three years: a larger one is denser, so that more stands near a draft."""

_STEP = 20_000
_WORDS = 40  # about 300 characters
_SYLLABLES = (
    "an auf bar ber dach der ein ent fahr fest gar gen haus heit hof holz in kel ker kraft land lich mar nen "
    "nung ort rat ruf sam schaft see stadt ste tag tel tung um ver wald weg werk zeit zu"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Median and 95th percentile of a check in milliseconds, and bytes of index for a text."""

    median: float
    slow: float
    bytes_each: float


class House:
    """A workspace in a database that grows."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        schema.migrate(self.database.engine)
        self.texts: list[str] = []
        self._chance = random.Random(archive.SEED)  # noqa: S311 reproducible, not secret
        with self.database.session() as session:
            workspace = Workspace(name="Archive", language="de", zone=archive.ZONE, created_at=archive.NOW)
            session.add(workspace)
            session.flush()
            scope_to(session, workspace.id)
            self._post = Post(core="Bench", created_at=archive.NOW)
            self._channels = [
                Channel(
                    name=name,
                    platform="mastodon",
                    zone=archive.ZONE,
                    languages=["de"],
                    stripe=1,
                    created_at=archive.NOW,
                )
                for name in ("one", "other", "third")
            ]
            session.add_all([self._post, *self._channels])
            session.commit()
            self.workspace_id = workspace.id

    def grow_to(self, size: int) -> float:
        """Fill up to that many texts; gives the bytes of index that each of the new ones took."""
        before, grown = len(self.texts), 0
        while len(self.texts) < size:
            first = len(self.texts)
            self.texts += [_new_text(self._chance) for _ in range(min(_STEP, size - first))]
            with self.database.engine.execution_options(immediate=True).connect() as connection:
                _make_haste(connection)
                grown += self._fill(connection, first)
                connection.commit()
        return grown / (size - before)

    def _fill(self, connection: Connection, first: int) -> int:
        rows = [self._row(number) for number in range(first, len(self.texts))]
        connection.execute(insert(Variant), rows)
        before = _size(connection)
        marks = [mark for row in rows for mark in self._marks(row)]
        connection.execute(insert(Fingerprint), marks)
        return _size(connection) - before

    def _row(self, number: int) -> dict[str, object]:
        words = self.texts[number]
        moment = archive.NOW - timedelta(days=number * 7 % SPAN_DAYS)
        return {
            "id": number + 1,
            "workspace_id": self.workspace_id,
            "post_id": self._post.id,
            "channel_id": self._channels[number % 2].id,
            "title": "",
            "text": words,
            "text_key": index.text_key(words),
            "fingerprint_count": len(fingerprints.kept(words)),
            "indexed_as": index.MADE_AS,
            "language": "de",
            "mode": Mode.LIVE,
            "status": Status.PUBLISHED,
            "labels": [],
            "planned_at": moment,
            "published_at": moment,
            "permalink": "",
            "created_at": moment,
            "updated_at": moment,
            "revision": 1,
        }

    def _marks(self, row: dict[str, object]) -> Iterator[dict[str, object]]:
        moment = row["published_at"]
        assert isinstance(moment, datetime)  # noqa: S101 a typing aid for our own row
        for value in fingerprints.kept(str(row["text"])):
            yield {
                "workspace_id": self.workspace_id,
                "value": value,
                "day": index.day_of(moment),
                "variant_id": row["id"],
            }

    def drafts(self, count: int) -> list[tuple[str, datetime]]:
        """Half are edited copies of texts in the archive, near them in time, and half are new."""
        chance = random.Random(archive.SEED + 1)  # noqa: S311 reproducible, not secret
        others = self.texts[:40]
        made = []
        for number in range(count):
            place = chance.randrange(len(self.texts))
            words = (
                combined(self.texts[place], chance, others) if number % 2 else archive.text(chance, _WORDS)
            )
            moment = archive.NOW - timedelta(days=place * 7 % SPAN_DAYS)
            made.append((words, moment))
        return made

    def check(self, words: str, moment: datetime) -> int:
        """What the rules do with a text: find relatives, and compare with each. Gives the highest score."""
        with self.database.reading() as session:
            scope_to(session, self.workspace_id)
            draft = facts.Variant(id=0, channel_id=self._channels[2].id, text=words, at=moment)
            found = relatives(session, (), draft, moment)
            return max((percent_alike((), draft, fact_of(other)) for other in found), default=0)

    def write_cost(self, count: int) -> tuple[float, float]:
        """Milliseconds of processor time to save a text, committed, without and with the index."""
        with_index, without = [], []
        for number in range(2 * count):
            if number % 2:
                with_index.append(self._write())
            else:
                with _no_index():
                    without.append(self._write())
        return statistics.median(without), statistics.median(with_index)

    def _write(self) -> float:
        with self.database.session() as session:
            scope_to(session, self.workspace_id)
            began = time.process_time()
            session.add(
                Variant(
                    post_id=self._post.id,
                    channel_id=self._channels[2].id,
                    text=_new_text(self._chance),
                    status=Status.SCHEDULED,
                    planned_at=archive.NOW,
                    labels=[],
                    created_at=archive.NOW,
                    updated_at=archive.NOW,
                )
            )
            session.commit()
            return 1000 * (time.process_time() - began)


def _new_text(chance: random.Random) -> str:
    """About 300 characters that nobody else has written, in words as unequally frequent as a language's."""
    return " ".join(chance.choices(_VOCABULARY, cum_weights=_FREQUENCIES, k=_WORDS)).capitalize() + "."


def _vocabulary() -> list[str]:
    chance = random.Random(archive.SEED)  # noqa: S311 reproducible, not secret
    return ["".join(chance.choices(_SYLLABLES.split(), k=chance.choice((1, 2, 2, 3)))) for _ in range(20_000)]


_VOCABULARY = _vocabulary()
_FREQUENCIES = [*accumulate(1 / (rank + 3) for rank in range(len(_VOCABULARY)))]


class _no_index:  # noqa: N801 read as a word
    """Within the block nothing is kept in the index."""

    _hooks = (("before_flush", index._name_the_words), ("after_flush", index._keep_the_rows))

    def __enter__(self) -> None:
        for name, hook in self._hooks:
            event.remove(Session, name, hook)

    def __exit__(self, *error: object) -> None:
        for name, hook in self._hooks:
            event.listen(Session, name, hook)


def _make_haste(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size=-600000")


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages, page = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size")
        )
        return int(pages) * int(page)
    return int(connection.execute(text("SELECT pg_total_relation_size('fingerprint')")).scalar_one())


def times(check: Callable[[str, datetime], object], drafts: Sequence[tuple[str, datetime]]) -> list[float]:
    """Milliseconds of processor time of each check, in the order of the drafts."""
    found = []
    for words, moment in drafts:
        began = time.process_time()
        check(words, moment)
        found.append(1000 * (time.process_time() - began))
    return found


def slow(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]
