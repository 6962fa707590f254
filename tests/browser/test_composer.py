"""Writing in the German demo: findings while typing, two editors at once, and all of it without a script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.posts.drawing import file_of, scene

OWN = "Letzten Monat wurden achtunddreißig Stühle vor dem Sperrmüll gerettet. Welcher soll der nächste sein?"


def begin_post(page: Page, *, channels: int = 1) -> None:
    """A new post with an empty variant for the first channels; the first variant is open."""
    page.goto("/posts/new?date=2026-04-10")
    page.get_by_label("Kernaussage").fill("Am Samstag öffnet das Reparaturcafé.")
    for box in page.locator("#channel_ids input").all()[:channels]:
        box.check()
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("#text")).to_be_visible()


def type_and_wait(page: Page, text: str) -> None:
    with page.expect_response(lambda response: response.url.endswith("/check")):
        page.locator("#text").fill(text)


def save(page: Page) -> None:
    page.locator(".form-actions").get_by_role("button", name="Sichern", exact=True).click()


def test_a_copy_is_told_while_typing_and_goes_with_the_words(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page, channels=2)
    page.locator("#text").fill(OWN)
    save(page)
    page.locator("nav.tabs a.tab").nth(2).click()
    page.wait_for_url("**/variants/*")

    type_and_wait(page, OWN.upper())

    expect(page.locator("#findings mark").first).to_be_attached()
    expect(page.locator("#findings")).to_contain_text("R01")
    expect(page.locator("#text")).to_be_focused()

    type_and_wait(
        page, "Wer hat schon einmal einen Stuhl gebaut und sich dann nicht mehr getraut, darauf zu sitzen?"
    )

    expect(page.locator("#findings")).not_to_contain_text("R01")


def test_whoever_is_signed_out_while_typing_is_told_and_keeps_the_text(demo: Callable[..., Page]) -> None:
    page = demo(refused=True)
    begin_post(page)
    page.context.clear_cookies()

    type_and_wait(page, OWN)

    expect(page.locator("#toasts")).to_contain_text("Die Anmeldung ist abgelaufen")
    expect(page.locator("#text")).to_have_value(OWN)


def test_too_long_is_marked_and_spoken_once(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page)

    type_and_wait(page, "x" * 70_000)

    expect(page.locator("#text")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#spoken")).to_contain_text("zu viel")


def test_the_count_follows_every_key_and_ends_with_the_last(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page)

    page.locator("#text").press_sequentially("Grüße aus #Graz an @anna, bald mehr …", delay=5)

    expect(page.locator("#counts")).to_contain_text("37 von")
    expect(page.locator(".recognised")).to_contain_text("#Graz")
    expect(page.locator(".recognised")).to_contain_text("@anna")
    expect(page.locator("#text")).to_be_focused()


def test_a_finding_mends_what_it_found_and_keeps_what_was_typed(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page)
    type_and_wait(page, OWN)

    page.locator("#findings").get_by_role("button", name="antwortet").first.click()

    expect(page.locator("#toasts")).to_contain_text("antwortet")
    expect(page.locator("#text")).to_have_value(OWN)
    expect(page.locator("#answer_person_id")).not_to_have_value("0")


def test_the_second_of_two_editors_sees_both_texts(demo: Callable[..., Page]) -> None:
    first = demo()
    begin_post(first)
    second = demo(refused=True)
    second.goto(first.url)
    first.locator("#text").fill("Der schnellere Text")
    save(first)
    expect(first.locator("#toasts")).to_contain_text("Gesichert")

    second.locator("#text").fill("Der langsamere Text")
    save(second)

    expect(second.get_by_label("Text").first).to_have_value("Der langsamere Text")
    expect(second.get_by_label("Text").last).to_have_value("Der schnellere Text")

    second.get_by_role("button", name="Meinen behalten").click()

    expect(second.locator("#text")).to_have_value("Der langsamere Text")


def test_enter_in_a_field_saves_and_hands_nothing_in(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page)
    page.locator("#text").fill(OWN)

    page.locator("#time").press("Enter")

    expect(page.locator("#toasts")).to_contain_text("Gesichert")
    expect(page.locator(".page-head")).to_contain_text("Entwurf")


def test_writing_needs_no_script(demo: Callable[..., Page]) -> None:
    page = demo(javascript=False)
    begin_post(page)

    page.locator("#text").fill(OWN)
    save(page)

    expect(page.locator("#text")).to_have_value(OWN)
    expect(page.locator("#findings")).to_contain_text("R10")


def test_a_reason_stays_while_the_text_is_changed_and_speaks_for_what_was_typed(
    demo: Callable[..., Page],
) -> None:
    page = demo()
    begin_post(page)
    type_and_wait(page, OWN)
    page.locator("#findings").get_by_text("Ausnahme machen").click()
    page.get_by_label("Begründung").fill("Diese Woche ist niemand im Haus.")

    type_and_wait(page, OWN + " Schreibt uns!")
    page.get_by_role("button", name="Ausnahme festhalten").click()

    expect(page.locator("#findings")).to_contain_text("Diese Woche ist niemand im Haus.")
    expect(page.locator("#text")).to_have_value(OWN + " Schreibt uns!")


def test_a_tick_stays_while_typing_until_other_warnings_come(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page)
    type_and_wait(page, OWN)
    with page.expect_response(lambda response: response.url.endswith("/check")):
        page.locator("#ticked").check()

    type_and_wait(page, OWN + "!")

    expect(page.locator("#ticked")).to_be_checked()


def test_the_menu_opens_within_a_phones_screen(demo: Callable[..., Page]) -> None:
    page = demo(size=NARROW)
    begin_post(page)

    page.locator(".page-actions summary").click()

    box = page.locator(".page-actions .menu-panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW[0]


def test_a_picture_is_chosen_while_typing_and_shown_after_saving(demo: Callable[..., Page]) -> None:
    page = demo()
    begin_post(page)
    page.get_by_text("Bild hinzufügen").click()
    page.locator("#picture").set_input_files(
        {"name": "../sonne.png", "mimeType": "image/png", "buffer": file_of(scene())}
    )
    page.locator("#picture_alt").fill("Eine Sonne über Hügeln")
    type_and_wait(page, OWN)

    save(page)

    shown = page.get_by_alt_text("Eine Sonne über Hügeln")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    expect(page.locator("#text")).to_have_value(OWN)
