"""Pictures of what every rule finds, in both languages: `python -m tests.browser.walk_rules FOLDER`.

Each rule's first example that blocks and the first that warns become rows of a workspace of their own. It
ends with an error when a page does not say what the rule says of the example. Nothing here runs by itself.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from calendar_app.foundation.db import Base, Database
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Facts
from calendar_app.rules.rule import Rule, Severity
from tests.browser.conftest import NARROW, WIDE
from tests.browser.serving import Site, copy_of, serving
from tests.browser.settling import Settling
from tests.chromium import FLAGS
from tests.rules.examples import Example, found, said

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LANGUAGES = {"de": "de-DE", "en": "en-GB"}
TALL = 2400  # findings are seen as a whole, with all that folds open


@dataclass(frozen=True)
class Scene:
    """One finding to be seen: on which page, for whom, and when."""

    rule: Rule
    severity: Severity
    world: Facts
    address: str
    account_id: int
    workspace_id: int


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
            path = Path(made) / "settled.db"
            scenes = list(_settle(path, language))
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            with serving(Path(made), copy_of(path)) as site:
                missing += _walk(browser, site, scenes, language, folder)
            browser.close()
    print(f"not seen: {missing}" if missing else "all seen")  # noqa: T201 run by hand
    return 1 if missing else 0


def _walk(
    browser: Browser, site: Site, scenes: Sequence[Scene], language: str, folder: Path
) -> Iterator[str]:
    """Take the pictures, every other one small and dark too; gives what a page did not show."""
    context = browser.new_context(base_url=site.address, locale=LANGUAGES[language])
    page = context.new_page()
    for number, scene in enumerate(scenes):
        name = f"{scene.rule.number}-{scene.severity}-{language}"
        _open(page, site, scene)
        shown = _finding(page, scene)
        if shown.count() == 0:
            yield name
            continue
        for fold in shown.locator("summary").all():
            fold.click()
        shown.screenshot(path=folder / f"{name}-wide.png")
        if number % 2 == (language == "en"):
            page.set_viewport_size({"width": NARROW[0], "height": TALL})
            page.emulate_media(color_scheme="dark")
            shown.screenshot(path=folder / f"{name}-narrow.png")
    context.close()


def _open(page: Page, site: Site, scene: Scene) -> None:
    """The page of a scene in the light, as its admin sees it at that time."""
    site.clock.moment = scene.world.now
    page.context.clear_cookies()
    page.context.add_cookies([_signed_in(site, scene)])
    page.set_viewport_size({"width": WIDE[0], "height": TALL})
    page.emulate_media(color_scheme="light")
    page.goto(scene.address)


def _settle(path: Path, language: str) -> Iterator[Scene]:
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    for rule in RULES:
        for severity, example in _worth_seeing(rule):
            world, checked = example
            with database.session() as session:
                admin, row = Settling(session, world, language).settle(checked)
                session.commit()
                assert admin.account_id is not None
                address = f"/posts/{row.post_id}/variants/{row.id}"
                yield Scene(rule, severity, world, address, admin.account_id, admin.workspace_id)
    database.engine.dispose()


def _worth_seeing(rule: Rule) -> list[tuple[Severity, Example]]:
    """The first example of each severity, hints only where there is nothing heavier."""
    first: dict[Severity, Example] = {}
    for example in found(rule):
        first.setdefault(said(rule, example).severity, example)
    heavy = [each for each in first.items() if each[0] in {Severity.BLOCK, Severity.WARN}]
    return heavy or list(first.items())


def _finding(page: Page, scene: Scene) -> Locator:
    """What the rule found, as heavy as its example says."""
    said_by_it = page.get_by_text(scene.rule.number, exact=True)
    return page.locator(f".finding-{scene.severity}").filter(has=said_by_it).first


def _signed_in(site: Site, scene: Scene) -> Any:
    client = site.app.test_client()
    with client.session_transaction() as browser:
        browser.begin(scene.account_id)  # type: ignore[attr-defined]
        browser["workspace"] = scene.workspace_id
    cookie = client.get_cookie("__Host-session")
    assert cookie is not None
    address = site.address.replace("http:", "https:")  # such a cookie is not taken from elsewhere
    return {"name": cookie.key, "value": cookie.value, "url": address, "secure": True, "sameSite": "Lax"}


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
