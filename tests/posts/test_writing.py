"""Writing posts and variants: versions, fingerprints, and two editors at once."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Workspace
from calendar_app.posts import services, writing
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import ConflictError, RefusedError
from calendar_app.posts.models import Fingerprint, Mode, Post, Status, Variant, VariantVersion
from calendar_app.posts.writing import Idea
from tests.factories import NOW, make_channel, make_post, make_variant

LONG = "Anyone who has ever stood in front of a broken chair knows the feeling. We mend it in an hour."


def rewrite(session: Session, variant: Variant, text: str, person: Person) -> None:
    content = replace(content_of(variant), text=text)
    writing.edit_variant(session, variant, content, revision=variant.revision, person=person, now=NOW)


def test_the_same_form_sent_twice_makes_one_post(session: Session, alice: Person) -> None:
    idea = Idea("We open on Saturday.")

    first = writing.create_post(session, idea, person=alice, now=NOW, form_key="one")
    second = writing.create_post(session, idea, person=alice, now=NOW, form_key="one")

    assert second is first
    assert session.scalar(select(func.count()).select_from(Post)) == 1


def test_other_words_from_the_same_form_are_not_lost(session: Session, alice: Person) -> None:
    for core in ("One thing", "Another thing"):
        writing.create_post(session, Idea(core), person=alice, now=NOW, form_key="one")

    assert set(session.scalars(select(Post.core))) == {"One thing", "Another thing"}


def test_a_new_variant_starts_empty(session: Session, alice: Person) -> None:
    post = make_post(session, "We open on Saturday.")

    variant = writing.add_variant(session, post, make_channel(session), person=alice, now=NOW)

    assert (variant.text, variant.status, variant.language) == ("", Status.DRAFT, "en")
    assert variant.versions == []


def test_a_variant_can_start_from_the_core_message(session: Session, alice: Person) -> None:
    post = make_post(session, "We open on Saturday.")

    variant = writing.add_variant(session, post, make_channel(session), person=alice, now=NOW, with_core=True)

    assert variant.text == "We open on Saturday."


def test_a_channel_chosen_twice_has_one_variant(session: Session, alice: Person) -> None:
    post, channel = make_post(session), make_channel(session)

    first = writing.add_variant(session, post, channel, person=alice, now=NOW)
    second = writing.add_variant(session, post, channel, person=alice, now=NOW)

    assert second is first


def test_every_saved_text_becomes_a_version(session: Session, alice: Person, bob: Person) -> None:
    variant = writing.add_variant(session, make_post(session), make_channel(session), person=alice, now=NOW)

    rewrite(session, variant, "First words", alice)
    rewrite(session, variant, "Second words", bob)

    versions = session.scalars(select(VariantVersion).order_by(VariantVersion.id)).all()
    assert [(each.text, each.person_id) for each in versions] == [
        ("First words", alice.id),
        ("Second words", bob.id),
    ]


def test_saving_without_a_change_leaves_no_version(session: Session, alice: Person) -> None:
    variant = make_variant(session, make_channel(session), status=Status.DRAFT)

    rewrite(session, variant, variant.text, alice)

    assert variant.revision == 1
    assert session.scalar(select(func.count()).select_from(VariantVersion)) == 0


def test_decoration_does_not_change_the_key_of_a_text(session: Session, alice: Person) -> None:
    plain = make_variant(session, make_channel(session), text="Wir öffnen am Samstag!")
    rewrite(session, plain, "Wir öffnen am Samstag.", alice)
    other = make_variant(session, make_channel(session), text="")
    rewrite(session, other, "WIR OEFFNEN AM SAMSTAG 🎉 https://example.org/x", alice)

    assert plain.text_key == other.text_key is not None


def test_a_save_of_an_older_state_is_a_conflict_and_changes_nothing(
    session: Session, alice: Person, bob: Person
) -> None:
    variant = make_variant(session, make_channel(session), status=Status.DRAFT)
    seen = variant.revision
    rewrite(session, variant, "Alice was quicker", alice)

    with pytest.raises(ConflictError) as conflict:
        writing.edit_variant(
            session,
            variant,
            replace(content_of(variant), text="Bob was slower"),
            revision=seen,
            person=bob,
            now=NOW,
        )

    assert conflict.value.theirs is variant
    assert variant.text == "Alice was quicker"


def test_a_variant_is_saved_as_pages_load_it(session: Session, alice: Person) -> None:
    variant_id = make_variant(session, make_channel(session), status=Status.DRAFT).id
    session.commit()
    session.expunge_all()
    variant = services.variant(session, variant_id)
    assert variant is not None

    rewrite(session, variant, LONG, alice)

    assert variant.text == LONG


def test_a_save_of_an_older_post_is_a_conflict(session: Session, alice: Person) -> None:
    post = make_post(session, "Old")
    writing.edit_post(session, post, Idea("New"), revision=post.revision, person=alice, now=NOW)

    with pytest.raises(ConflictError):
        writing.edit_post(session, post, Idea("Newer"), revision=1, person=alice, now=NOW)


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.CANCELLED])
def test_what_is_closed_is_not_rewritten(session: Session, alice: Person, status: Status) -> None:
    variant = make_variant(session, make_channel(session), status=status, text="As it went out")

    with pytest.raises(RefusedError):
        rewrite(session, variant, "Something else", alice)

    assert variant.text == "As it went out"


def test_wall_time_is_kept_as_typed_and_meant_in_the_channels_zone(session: Session, alice: Person) -> None:
    variant = make_variant(session, make_channel(session, zone="America/New_York"), status=Status.DRAFT)
    wall = datetime(2026, 4, 20, 9, 0)  # noqa: DTZ001 wall time

    content = replace(content_of(variant), planned_wall=wall, mode=Mode.LIVE)
    writing.edit_variant(session, variant, content, revision=variant.revision, person=alice, now=NOW)

    assert variant.planned_wall == wall
    assert variant.planned_at is not None
    assert variant.planned_at.isoformat() == "2026-04-20T13:00:00+00:00"


def test_every_change_of_the_plan_is_counted(session: Session, workspace: Workspace, alice: Person) -> None:
    variant = make_variant(session, make_channel(session), status=Status.DRAFT)

    rewrite(session, variant, "New words", alice)
    session.commit()

    session.refresh(workspace)
    assert workspace.plan_revision == 1


def test_a_draft_is_deleted_with_all_that_hangs_on_it(session: Session, alice: Person) -> None:
    variant = make_variant(session, make_channel(session), status=Status.DRAFT)
    rewrite(session, variant, LONG, alice)
    variant_id = variant.id

    writing.delete_variant(session, variant, revision=variant.revision, person=alice, now=NOW)

    assert services.variant(session, variant_id) is None
    for rows in (Fingerprint, VariantVersion):
        assert session.scalar(select(func.count()).select_from(rows)) == 0


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.SCHEDULED, Status.HELD, Status.PUBLISHED])
def test_what_is_on_its_way_or_out_is_not_deleted(session: Session, alice: Person, status: Status) -> None:
    variant = make_variant(session, make_channel(session), status=status)

    with pytest.raises(RefusedError):
        writing.delete_variant(session, variant, revision=variant.revision, person=alice, now=NOW)
    with pytest.raises(RefusedError):
        writing.delete_post(session, variant.post, revision=variant.post.revision, person=alice, now=NOW)

    assert services.variant(session, variant.id) is variant


def test_first_words_name_a_variant_shortly(session: Session, workspace: Workspace) -> None:
    variant = make_variant(session, make_channel(session), text="word " * 100)

    assert len(variant.called) <= 80
    assert variant.called.endswith("…")
