"""The same plan in both databases: the same relatives, the same findings, the same report."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.copies import searching, services
from calendar_app.copies.models import CopyPair
from calendar_app.foundation.db import Database
from calendar_app.people.models import Role
from calendar_app.posts.facts import fact_of, facts_of_check
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Variant
from tests.factories import NOW, make_channel, make_person, make_variant, make_workspace

MONDAY = datetime(2026, 4, 6, 9, 0)  # noqa: DTZ001 wall time
STORIES = (
    "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it.",
    "Ein Brief von 1987 fiel heute aus einem Kochbuch. Wer kennt eine Hannelore aus der Lindenstraße?",
    "مرحبا بكم في الورشة اليوم، نصلح الكراسي القديمة معا ونتعلم الكثير من الأشياء الجديدة والمفيدة",
    "Frohe Ostern!",
    "🎉🎉🎉",
)
EDITS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    lambda text: f"📣 {text} #tag",
    lambda text: text.replace("e", "é", 3) + " Kommt vorbei!",
)
PLACES = (("M", "mastodon"), ("L", "linkedin"), ("X", "x"))

Said = list[tuple[object, ...]]


def told(url: str) -> tuple[Said, Said]:
    """What the checks say of every variant of a small plan, and the pairs of the report."""
    database = Database(url)
    with database.session() as session:
        make_workspace(session)
        variants = written(session)
        said = checks(session, variants), pairs(session, variants[0].id)
    database.engine.dispose()
    return said


def written(session: Session) -> list[Variant]:
    channels = [make_channel(session, *place) for place in PLACES]
    variants = [
        make_variant(
            session,
            channels[(day + hour) % len(channels)],
            text=edit(story),
            planned_wall=MONDAY + timedelta(days=day, hours=hour),
        )
        for day, story in enumerate(STORIES)
        for hour, edit in enumerate(EDITS)
    ]
    session.flush()
    return variants


def checks(session: Session, variants: list[Variant]) -> Said:
    """Each variant's relatives, counted from the first variant, and its findings."""
    said: Said = []
    for variant in variants:
        known = facts_of_check(session, fact_of(variant), zone=variant.channel.zone, now=NOW)
        relatives = tuple(sorted(int(each.id) - variants[0].id for each in known.relatives))
        findings = judge(session, variant, now=NOW).findings
        said.append((relatives, tuple(each.message("de") for each in findings)))
    return said


def pairs(session: Session, first: int) -> Said:
    search = services.ask(session, 90, person=make_person(session, "Alice", Role.ADMIN), now=NOW)
    session.flush()
    while piece := searching.next_piece(session, search.id):
        searching.keep(session, piece, NOW)
        session.flush()
    session.flush()
    rows = session.scalars(select(CopyPair).order_by(CopyPair.one_id, CopyPair.other_id))
    return [(row.one_id - first, row.other_id - first, row.percent, row.is_same) for row in rows]


def test_both_databases_say_the_same(tmp_path: Path, empty_database: bytes, postgres_url: str) -> None:
    (tmp_path / "parley.db").write_bytes(empty_database)

    checked, paired = told(f"sqlite:///{tmp_path / 'parley.db'}")

    assert (checked, paired) == told(postgres_url)
    assert sum(bool(relatives) for relatives, _ in checked) >= 12
    assert len(paired) >= 12
