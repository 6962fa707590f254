"""R02."""

from dataclasses import replace

from calendar_app.rules.facts import Label, Status, Tuning
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import STUDY_ANEW, STUDY_SHORT, at, channel, facts, severity, variant, verdict

CHANNELS = (channel("mastodon"), channel("facebook"), channel("x"))

OPENING = (
    "Heute startet unsere Reihe über gutes Antworten: Jeden Dienstag erzählt ein anderes Team, was es aus "
    "Gesprächen gelernt hat."
)

NAMES = "Anna Berg, Jonas Weidenfeller, Ruth Hallström, Elif Yildirim, Café Morgenstern, 19:30."


def judged(mine: str, other: str) -> Severity:
    checked = variant("m", "mastodon", text=mine)
    return severity("R02", facts(*CHANNELS, checked, variant("f", "facebook", text=other)), checked)


def test_one_changed_word_is_blocked() -> None:
    assert judged(OPENING.replace("startet", "beginnt"), OPENING) is Severity.BLOCK


def test_two_of_three_sentences_for_x_are_blocked() -> None:
    first_two = ". ".join(STUDY_SHORT.split(". ")[:2])
    checked = variant("x", "x", text=first_two)

    found = verdict("R02", facts(*CHANNELS, checked, variant("f", "facebook")), checked)

    assert found.severity is Severity.BLOCK
    assert found.measured == 100


def test_a_study_told_anew_passes() -> None:
    assert judged(STUDY_ANEW, STUDY_SHORT) is Severity.PASS


def test_between_the_limits_a_person_decides() -> None:
    end = "Kommt vorbei, wir freuen uns."
    told = f"Die Werkstatt öffnet am Samstag ihre Türen für alle, die Holz mögen und Fragen dazu haben. {end}"
    mine = (
        f"Am Samstag öffnet die Werkstatt ihre Türen für alle, die Holz lieben und etwas lernen wollen. {end}"
    )
    checked = variant("m", "mastodon", text=mine)

    found = verdict("R02", facts(*CHANNELS, checked, variant("f", "facebook", text=told)), checked)

    assert found.severity is Severity.WARN
    assert found.measured is not None
    assert 55 <= found.measured < 70
    assert found.threshold == 55


def test_a_translation_that_shares_names_is_another_text() -> None:
    told = variant("f", "facebook", language="de", text=f"{NAMES} Es geht ums Antworten, kommt alle vorbei.")
    mine = variant("m", "mastodon", language="en", text=f"{NAMES} They talk about answering, do come along.")
    world = facts(*CHANNELS, told, mine)

    assert severity("R02", world, mine) is Severity.PASS
    assert severity("R02", world, replace(mine, language="de")) is Severity.WARN


def test_another_language_by_name_only_is_warned_of() -> None:
    mine = variant("m", "mastodon", language="en", text=OPENING.replace("startet", "beginnt"))
    told = variant("f", "facebook", language="de", text=OPENING)

    found = verdict("R02", facts(*CHANNELS, told), mine)

    assert found.severity is Severity.WARN
    assert "though the languages given differ" in found.message("en")


def test_equal_texts_are_left_to_the_rule_for_equal_texts() -> None:
    assert judged(STUDY_SHORT, STUDY_SHORT.upper()) is Severity.PASS


def test_the_highest_partner_is_shown_with_shared_passages_in_both_originals() -> None:
    half = variant("half", "x", text=STUDY_SHORT.split(". ", maxsplit=1)[0] + ". " + STUDY_ANEW)
    near = variant("near", "facebook", text="👉 " + STUDY_SHORT.replace("zwölf", "zehn"))
    mine = variant("m", "mastodon")

    found = verdict("R02", facts(*CHANNELS, mine, half, near), mine)

    assert found.relative is not None
    assert found.relative.variant_id == "near"
    first = found.relative.passages[0]
    assert mine.text[first.start : first.end] == near.text[first.other_start : first.other_end]
    assert mine.text[first.start : first.end].startswith("Unsere neue Studie zeigt")


def test_short_texts_are_too_short_to_judge() -> None:
    assert judged("Guten Morgen!", STUDY_SHORT) is Severity.NOT_APPLICABLE
    assert judged(STUDY_SHORT, "Unsere neue Studie") is Severity.PASS


def test_prescribed_wording_passes() -> None:
    mine = variant("m", "mastodon", labels=frozenset({Label.MANDATED}))
    world = facts(*CHANNELS, mine, variant("f", "facebook", text=STUDY_SHORT.replace("zwölf", "zehn")))

    assert severity("R02", world, mine) is Severity.PASS


def test_a_sibling_draft_is_only_mentioned() -> None:
    mine = variant("m", "mastodon", post_id=7)
    sibling = variant(
        "f", "facebook", post_id=7, status=Status.DRAFT, text=STUDY_SHORT.replace("zwölf", "zehn")
    )

    assert severity("R02", facts(*CHANNELS, mine, sibling), mine) is Severity.INFO


def test_a_workspace_may_set_its_own_limit() -> None:
    mine = variant("m", "mastodon", text=OPENING.replace("startet", "beginnt"))
    other = variant("f", "facebook", text=OPENING)
    lenient = Tuning("near-identical-cross-post", values={"block": 99})

    assert severity("R02", facts(*CHANNELS, mine, other, tunings=(lenient,)), mine) is Severity.WARN


def test_a_workspace_may_look_less_far() -> None:
    mine = variant("m", "mastodon", text=OPENING.replace("startet", "beginnt"))
    other = variant("f", "facebook", text=OPENING, at=at("2027-02-11 09:00"))
    nearer = Tuning("near-identical-cross-post", values={"window_days": 19})

    assert severity("R02", facts(*CHANNELS, mine, other), mine) is Severity.BLOCK
    assert severity("R02", facts(*CHANNELS, mine, other, tunings=(nearer,)), mine) is Severity.PASS


def test_the_message_says_it_in_editors_words() -> None:
    mine = variant("m", "mastodon", text=STUDY_SHORT.split(". ")[0] + ".")
    world = facts(*CHANNELS, mine, variant("f", "facebook"))

    found = verdict("R02", world, mine)

    assert found.message("en") == (
        "100% like Facebook, Wed 3 Mar 2027. Say it the way Mastodon talks: another opening, another "
        "question."
    )
    assert found.message("de").startswith("Zu 100 % wie auf Facebook (Mi., 3. März 2027). So sagen,")
