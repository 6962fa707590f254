"""The database: engine, column types, and the one place where a workspace's rows are kept apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Enum,
    ForeignKey,
    MetaData,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    sessionmaker,
    with_loader_criteria,
)
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.pool import ConnectionPoolEntry, NullPool
from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import ClauseElement, TableClause
from sqlalchemy.types import TypeDecorator


class ScopeError(RuntimeError):
    """A workspace's rows were asked for without saying whose, or written into another workspace."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC. SQLite drops zones, so none is ever handed to it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"expected an aware datetime, got {value!r}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class WallTime(TypeDecorator[datetime]):
    """A naive datetime: what a clock on the wall shows. The zone it hangs in stands in another column."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"expected a naive wall time, got {value!r}")
        return value


def _words(choices: type[StrEnum]) -> list[str]:
    return [choice.value for choice in choices]


class Base(DeclarativeBase):
    """Every table. Constraint names are fixed so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        # A choice is kept as its word, without a type of the database's own: a new word needs no migration.
        StrEnum: Enum(StrEnum, native_enum=False, length=16, values_callable=_words),
    }


class Scoped:
    """A row that belongs to one workspace. Selects see only the session's workspace, new rows get it."""

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), index=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person sees who is limited to some channels."""

    channel_ids: tuple[int, ...]
    person_id: int


class OfChannel:
    """A row of a channel, of which a person limited to other channels sees nothing.

    Most such rows carry a channel_id; a class that is tied to channels in another way says how.
    """

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        channel_id: ColumnElement[int] = cls.channel_id  # type: ignore[attr-defined]
        return channel_id.in_(reach.channel_ids)


EVERYWHERE = "everywhere"


def scope_to(session: Session, workspace_id: int) -> None:
    """From here on the session sees and writes this workspace only."""
    session.info["scope"] = workspace_id
    session.info.pop("reach", None)


def limit_to_channels(session: Session, reach: Reach) -> None:
    """From here on the session sees and writes rows of these channels only, until it is scoped anew."""
    session.info["reach"] = reach


@contextmanager
def all_channels(session: Session) -> Iterator[None]:
    """Lift the limit to some channels, not the workspace: rules judge the whole plan, whoever asks.

    What is read here must become plain values before it is shown.
    """
    before = session.info.pop("reach", None)
    try:
        yield
    finally:
        if before is not None:
            session.info["reach"] = before


@contextmanager
def everywhere(session: Session) -> Iterator[None]:
    """Lift the scope for work that spans workspaces: signing in, the tick, a feed's token."""
    before = session.info.get("scope")
    session.info["scope"] = EVERYWHERE
    try:
        yield
    finally:
        session.info["scope"] = before


@event.listens_for(Session, "do_orm_execute")
def _keep_to_the_scope(state: ORMExecuteState) -> None:
    scope = state.session.info.get("scope")
    if scope == EVERYWHERE or state.is_column_load or state.is_relationship_load:
        return
    if scope is None or _escapes_conditions(state):
        if _touches_scoped_rows(state):
            raise ScopeError("no workspace is set for this session" if scope is None else _NO_WAY_AROUND)
        return
    if state.is_insert and _adds_to_others(state, scope):
        raise ScopeError("these rows belong to another workspace")
    state.statement = state.statement.options(
        with_loader_criteria(Scoped, lambda table: table.workspace_id == scope, include_aliases=True),
        *_channel_limits(state.session),
    )


def _adds_to_others(state: ORMExecuteState, scope: object) -> bool:
    """Whether an INSERT names another workspace: in the rows that come with it, else in its own values."""
    if given := state.parameters:
        rows: Any = given if isinstance(given, list) else [given]
    else:
        rows = [cast(ClauseElement, state.statement).compile(state.session.connection()).params]
    return any(row.get("workspace_id") not in {None, scope} for row in rows)


def _channel_limits(session: Session) -> list[LoaderCriteriaOption]:
    reach: Reach | None = session.info.get("reach")
    if reach is None:
        return []
    kinds = OfChannel.__subclasses__()
    return [with_loader_criteria(kind, kind.within(reach), include_aliases=True) for kind in kinds]


_NO_WAY_AROUND = "a workspace's rows are asked for by their class, and changed one by one or by a condition"


def _escapes_conditions(state: ORMExecuteState) -> bool:
    """Whether conditions may not reach a statement: about no class, or changing a list of primary keys."""
    return not state.is_orm_statement or (state.is_update and isinstance(state.parameters, list))


def _touches_scoped_rows(state: ORMExecuteState) -> bool:
    """Every table of the statement is looked at: a subquery must not slip by."""
    tables = (
        part
        for part in visitors.iterate(cast(ClauseElement, state.statement))
        if isinstance(part, TableClause)
    )
    return any("workspace_id" in table.c for table in tables)


@event.listens_for(Session, "before_flush")
def _stamp_new_rows(session: Session, context: object, instances: object) -> None:
    scope = session.info.get("scope")
    for row in session.new:
        if not isinstance(row, Scoped) or scope == EVERYWHERE:
            continue
        if row.workspace_id is None:
            if scope is None:
                raise ScopeError("no workspace is set for this session")
            row.workspace_id = scope
        elif row.workspace_id != scope:
            raise ScopeError(f"{type(row).__name__} belongs to another workspace")


@event.listens_for(Session, "before_flush")
def _refuse_other_workspaces(session: Session, context: object, instances: object) -> None:
    """What was read everywhere stays in the session when its scope is set, and is not changed from there."""
    scope = session.info.get("scope")
    if scope == EVERYWHERE:
        return
    changed = (row for row in session.dirty if session.is_modified(row))
    for row in (*changed, *session.deleted):
        if isinstance(row, Scoped) and _workspaces_of(row) != {scope}:
            raise ScopeError(f"{type(row).__name__} belongs to another workspace")


def _workspaces_of(row: Scoped) -> set[int]:
    """The workspace of a row, and the one it is about to leave."""
    history = get_history(row, "workspace_id")
    return {*history.added, *history.unchanged, *history.deleted}


@event.listens_for(Session, "before_flush")
def _refuse_other_channels(session: Session, context: object, instances: object) -> None:
    """Forms offer only channels within reach; this stands behind them."""
    reach: Reach | None = session.info.get("reach")
    if reach is None:
        return
    for row in (*session.new, *session.dirty):
        if isinstance(row, OfChannel) and getattr(row, "channel_id", None) not in {None, *reach.channel_ids}:
            raise ScopeError(f"{type(row).__name__} is out of the person's reach")


class Database:
    """One database: an engine and its sessions.

    On SQLite a writing session begins IMMEDIATE: it waits for its turn at the start instead of failing in the
    middle, when what it has read has meanwhile been changed.
    """

    def __init__(self, url: str, *, pooled: bool = True) -> None:
        self.engine = _engine(url, pooled=pooled)
        self._writing = self.engine.execution_options(immediate=True)
        self._writers = sessionmaker(self._writing, expire_on_commit=False)
        self._readers = sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> Session:
        """A session that may write."""
        return self._writers()

    def connection(self) -> Connection:
        """A connection for several sessions that write, one after the other. Close it."""
        return self._writing.connect()

    @contextmanager
    def session_over(self, connection: Connection) -> Iterator[Session]:
        """The next session that writes over a connection, which whoever comes after it finds free again."""
        try:
            with self._writers(bind=connection) as session:
                yield session
        finally:
            _free(connection)

    def reading(self) -> Session:
        """A session that only reads; on SQLite it waits for nobody."""
        return self._readers()


def _free(connection: Connection) -> None:
    """A COMMIT that failed stays on its connection, and SQLite in the transaction: go on with a new one."""
    if connection.get_transaction() is not None:
        connection.invalidate()
        connection.rollback()


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def insert_into(session: Session, table: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT, which both databases have and SQLAlchemy spells twice."""
    return insert_in(session.get_bind().dialect.name, table)


def insert_in(dialect: str, table: type[Base]) -> Any:
    """The same for whoever has no session, by the name of the database's dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _engine(url: str, *, pooled: bool) -> Engine:
    # An error's text goes into the log; what was to be written, a hash or somebody's words, does not.
    options: dict[str, Any] = {"hide_parameters": True} | ({} if pooled else {"poolclass": NullPool})
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(_with_driver(url), pool_pre_ping=pooled, **options)
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False}, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _with_driver(url: str) -> str:
    """`postgres://` and `postgresql://`, as hosts hand them out, mean psycopg 3 here."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


_MAPPED_BYTES = 2**31 - 2**16  # the most that SQLite maps


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # BEGIN is ours, not the driver's
    for pragma in (
        *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"),
        # Pages are read where the system keeps them anyway: a connection's own few are thrown away by
        # whoever writes, and an index of a million texts does not fit them.
        f"mmap_size={_MAPPED_BYTES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
