"""Names are forgotten after a year."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Workspace
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_channel
from workers import inbound
from workers.runtime import Workshop


def test_who_asked_more_than_a_year_ago_is_forgotten_and_what_they_asked_is_not(
    session: Session, workspace: Workspace, settings: Settings, database: Database
) -> None:
    channel = make_channel(session)
    for days in (364, 366):
        received = NOW - timedelta(days=days)
        session.add(
            InboundItem(
                channel=channel,
                kind=InboundKind.QUESTION,
                text=f"@Mira asks: {days}?",
                handle="@mira",
                link="https://social.example/@mira/1",
                received_at=received,
                created_at=received,
            )
        )
    session.commit()

    inbound.forget(Workshop(settings, database, page_address(settings.base_url), FixedClock(NOW)))

    columns = select(InboundItem.text, InboundItem.handle, InboundItem.link)
    rows = session.execute(columns.order_by(InboundItem.id)).all()
    assert [tuple(row) for row in rows] == [
        ("@Mira asks: 364?", "@mira", "https://social.example/@mira/1"),
        ("… asks: 366?", "", ""),
    ]
