"""Two people write at the same variant; the second loses nothing."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

CARD = "Freitagabend, 20 Uhr"
MINE = "Was liegt gerade auf dem Nachttisch?"
THEIRS = "Wer liest heute Abend noch im Lesesaal?"


def test_the_second_to_save_sees_both_texts(demo: Callable[..., Page]) -> None:
    first, second = demo(), demo(refused=True)
    for page in (first, second):
        page.locator(".post-card", has_text=CARD).get_by_role("link").click()
        expect(page.get_by_label("Text", exact=True)).to_be_visible()
    save(first, THEIRS)
    expect(first.get_by_text("Gesichert.")).to_be_visible()

    save(second, MINE)

    expect(second.get_by_role("heading", name="Mein Text")).to_be_visible()
    expect(second.locator("#mine")).to_have_value(MINE)
    expect(second.locator("#theirs")).to_have_value(THEIRS)

    second.get_by_role("button", name="Meinen behalten").click()

    expect(second.get_by_label("Text", exact=True)).to_have_value(MINE)
    second.get_by_text("Versionen des Textes").click()
    expect(second.locator("blockquote", has_text=THEIRS)).to_be_visible()


def save(page: Page, text: str) -> None:
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Sichern", exact=True).click()
