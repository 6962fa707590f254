"""Finding candidates by fingerprint."""

from datetime import timedelta

from calendar_app.rules.facts import Variant
from calendar_app.rules.relatives import RelativesIndex
from tests.rules.newsroom import MONDAY, STUDY_ANEW, STUDY_SHORT, variant

NEAR = timedelta(days=30)


def test_a_near_copy_is_found_and_own_words_are_not() -> None:
    near = variant("near", "facebook", text=STUDY_SHORT.replace("begleitet", "beobachtet"))
    index = RelativesIndex([near, variant("anew", "x", text=STUDY_ANEW)], NEAR)

    assert index.of(variant("m")) == (near,)


def test_a_variant_is_not_its_own_relative() -> None:
    mine = variant("m")

    assert RelativesIndex([mine], NEAR).of(mine) == ()


def test_pictures_without_words_are_found() -> None:
    other = variant("f", "facebook", text="🎄", media=("tree",))

    assert RelativesIndex([other], NEAR).of(variant("m", text="🌲", media=("tree",))) == (other,)


def test_of_very_many_equal_texts_those_nearest_in_time_are_looked_at() -> None:
    def on_day(day: int) -> Variant:
        return variant(day, "facebook", at=MONDAY + timedelta(days=day))

    index = RelativesIndex([on_day(day) for day in range(1000)], NEAR)

    found = index.of(variant("m", at=MONDAY + timedelta(days=500)))

    assert len(found) == 30
    assert all(abs(int(other.id) - 500) <= 60 for other in found)


def test_repeats_of_the_own_channel_do_not_hide_the_copy_on_another_one() -> None:
    repeats = [variant(f"r{hour}", at=MONDAY + timedelta(hours=hour)) for hour in range(40)]
    words = STUDY_SHORT.split()
    words[4::8] = ["Beispielwort"] * len(words[4::8])
    near = variant("near", "facebook", text=" ".join(words))

    found = RelativesIndex([*repeats, near], NEAR).of(variant("m"))

    assert found[-1] == near
    assert len(found) == 31


def test_what_lies_beyond_the_window_takes_no_place_from_what_lies_in_it() -> None:
    within = variant("in", "facebook", at=MONDAY + timedelta(days=30))
    beyond = [variant(f"b{day}", "facebook", at=MONDAY + timedelta(days=day)) for day in range(31, 99)]

    assert RelativesIndex([within, *beyond], NEAR).of(variant("m", at=MONDAY)) == (within,)


def test_a_text_without_a_date_is_near_to_every_other() -> None:
    undated = variant("u", "facebook", at=None)
    far = variant("f", "x", at=MONDAY + timedelta(days=900))
    index = RelativesIndex([undated, far], NEAR)

    assert index.of(variant("m", at=MONDAY)) == (undated,)
    assert index.of(undated) == (far,)
