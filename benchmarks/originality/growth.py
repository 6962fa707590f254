"""What one check, one write and the index cost as the archive grows: a database of that many texts."""

import random
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from itertools import accumulate

import psycopg
from sqlalchemy import Connection, Engine, event, insert, text
from sqlalchemy.orm import Session

from benchmarks import archive
from benchmarks.originality.edits import combined
from calendar_app import schema
from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Workspace
from calendar_app.posts import index
from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Mode, Post, Status, Variant
from calendar_app.posts.relatives import Wanted, relatives
from calendar_app.rules import facts, fingerprints
from calendar_app.rules.kinship import percent_alike
from calendar_app.rules.windows import Windows

NEAR = Windows(timedelta(days=30), timedelta(days=30), timedelta(days=90))

Clock = Callable[[], float]

SPAN_DAYS = 1_100
"""The archive always reaches over three years: a larger one is denser, so that more stands near a draft."""

_STEP = 200_000  # the table of fingerprints is written all over in each step: few large ones are quicker
_TASK = 2_000  # texts that a helper process reads at once
_MARKS = "fingerprint (workspace_id, value, day, variant_id)"
_WORDS = 40  # about 300 characters
_SYLLABLES = (
    "an auf bar ber dach der ein ent fahr fest gar gen haus heit hof holz in kel ker kraft land lich mar nen "
    "nung ort rat ruf sam schaft see stadt ste tag tel tung um ver wald weg werk zeit zu"
)


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
            self.texts += [new_text(self._chance) for _ in range(min(_STEP, size - first))]
            with self.database.engine.execution_options(immediate=True).connect() as connection:
                _make_haste(connection)
                grown += self._fill(connection, first)
                connection.commit()
        _take_stock(self.database.engine)
        return grown / (size - before)

    def _fill(self, connection: Connection, first: int) -> int:
        """Store the texts from a place on as they would be saved; gives by how much the index grew."""
        found = _read(self.texts[first:])
        rows = [self._row(number, *read) for number, read in enumerate(found, first)]
        connection.execute(insert(Variant), rows)
        before = _size(connection)
        days = [index.day_of(_moment(number)) for number in range(first, len(self.texts))]
        _write_marks(
            connection,
            sorted(
                (self.workspace_id, value, day, number)
                for number, (day, (_, values)) in enumerate(zip(days, found, strict=True), first + 1)
                for value in values
            ),
        )
        return _size(connection) - before

    def _row(self, number: int, text_key: int | None, values: Sequence[int]) -> dict[str, object]:
        moment = _moment(number)
        return {
            "id": number + 1,
            "workspace_id": self.workspace_id,
            "post_id": self._post.id,
            "channel_id": self._channels[number % 2].id,
            "title": "",
            "text": self.texts[number],
            "text_key": text_key,
            "fingerprint_count": len(values),
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

    def drafts(self, count: int) -> list[tuple[str, datetime]]:
        """Half are edited copies of texts in the archive, near them in time, and half are new."""
        chance = random.Random(archive.SEED + 1)  # noqa: S311 reproducible, not secret
        others = self.texts[:40]
        made = []
        for number in range(count):
            place = chance.randrange(len(self.texts))
            words = combined(self.texts[place], chance, others) if number % 2 else new_text(chance)
            made.append((words, _moment(place)))
        return made

    def check(self, words: str, moment: datetime) -> int:
        """What the rules do with a text: find relatives, and compare with each. Gives the highest score."""
        with self.database.reading() as session:
            scope_to(session, self.workspace_id)
            draft = facts.Variant(id=0, channel_id=self._channels[2].id, text=words, at=moment)
            found = relatives(session, (), Wanted(draft, moment, NEAR))
            return max((percent_alike((), draft, fact_of(other)) for other in found), default=0)

    def write_cost(self, count: int, clock: Clock) -> tuple[float, float]:
        """Milliseconds to save a text, committed, without and with the index."""
        with_index, without = [], []
        for number in range(2 * count):
            if number % 2:
                with_index.append(self._write(clock))
            else:
                with _no_index():
                    without.append(self._write(clock))
        return statistics.median(without), statistics.median(with_index)

    def _write(self, clock: Clock) -> float:
        with self.database.session() as session:
            scope_to(session, self.workspace_id)
            began = clock()
            session.add(
                Variant(
                    post_id=self._post.id,
                    channel_id=self._channels[2].id,
                    text=new_text(self._chance),
                    status=Status.SCHEDULED,
                    planned_at=archive.NOW,
                    labels=[],
                    created_at=archive.NOW,
                    updated_at=archive.NOW,
                )
            )
            session.commit()
            return 1000 * (clock() - began)


def _moment(number: int) -> datetime:
    return archive.NOW - timedelta(days=number * 7 % SPAN_DAYS)


def _read(texts: Sequence[str]) -> list[tuple[int | None, list[int]]]:
    """What each text is found by: its key and its fingerprints. Most of the filling, so on all processors."""
    with ProcessPoolExecutor() as helpers:
        return [*helpers.map(_found_by, texts, chunksize=_TASK)]


def _found_by(words: str) -> tuple[int | None, list[int]]:
    return index.text_key(words), [*fingerprints.kept(words)]


def _write_marks(connection: Connection, marks: Sequence[tuple[int, int, int, int]]) -> None:
    """All rows of the index at once, in the order of its key, by the driver's quickest way."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {_MARKS} VALUES (?, ?, ?, ?)", [*marks])  # noqa: S608 a constant
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 a typing aid: there is no third kind
    with driver.cursor() as cursor, cursor.copy(f"COPY {_MARKS} FROM STDIN") as copy:
        for mark in marks:
            copy.write_row(mark)


def _take_stock(engine: Engine) -> None:
    """What a server does by itself before long, or while it numbers the rows that were numbered here."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SELECT setval('variant_id_seq', (SELECT max(id) FROM variant))")
            connection.exec_driver_sql("VACUUM ANALYZE")


def new_text(chance: random.Random) -> str:
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


def times(
    check: Callable[[str, datetime], object], drafts: Sequence[tuple[str, datetime]], clock: Clock
) -> list[float]:
    """Milliseconds of each check, in the order of the drafts."""
    found = []
    for words, moment in drafts:
        began = clock()
        check(words, moment)
        found.append(1000 * (clock() - began))
    return found


def slow(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]
