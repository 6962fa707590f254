"""`parley check` from the outside: options, streams, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from calendar_app.cli import parley
from calendar_app.exchange import cli
from tests.exchange.making import BOX, KEYS, PLANS, sheet


def check(*arguments: str, given: bytes | None = None, language: str = "C.UTF-8") -> Result:
    runner = CliRunner(env={"LC_ALL": language})
    return runner.invoke(parley, ["check", *arguments], input=given)


@pytest.fixture
def fine(tmp_path: Path) -> str:
    path = tmp_path / "fine.csv"
    path.write_bytes(sheet(("Facebook", "2026-05-04", "09:00", KEYS), ("X", "2026-05-04", "09:00", BOX)))
    return str(path)


def test_a_plan_without_blocks_ends_with_0(fine: str) -> None:
    result = check(fine)

    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to object to.")


@pytest.mark.parametrize("name", ["archive-night.csv", "archive-night.json", "stadtbuecherei-cp1252.csv"])
def test_a_plan_with_blocks_ends_with_1(name: str) -> None:
    result = check(str(PLANS / name))

    assert result.exit_code == 1
    assert "block " in result.stdout


def test_a_bad_row_alone_ends_with_1_and_the_rest_is_checked() -> None:
    result = check("-", given=sheet(("X", "soon", "", KEYS), ("X", "2026-05-04", "", BOX)))

    assert result.exit_code == 1
    assert "Row 2\n  unread   date: “soon” is no date." in result.stdout
    assert "1 post on 1 channel" in result.stdout


def test_a_plan_that_cannot_be_read_ends_with_2_and_prints_nothing() -> None:
    result = check("-", given=b"channel,date\nX,2026-05-04")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("-: Row 1 names no column for: text.")


@pytest.mark.parametrize(
    ("name", "sentence"), [("nowhere.csv", "There is no such file."), (".", "The file cannot be opened: ")]
)
def test_a_file_that_cannot_be_opened_ends_with_2(tmp_path: Path, name: str, sentence: str) -> None:
    result = check(str(tmp_path / name))

    assert result.exit_code == 2
    assert f"{name.rpartition('/')[2].strip('.')}" in result.stderr
    assert sentence in result.stderr


def test_a_file_without_end_is_not_read_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "LARGEST_PLAN", 1000)

    result = check("-", given=b"x" * 1001)

    assert (result.exit_code, result.stderr) == (2, "-: The file is larger than 200 MB.\n")


def test_doubtful_dates_end_with_2_and_name_row_column_and_option() -> None:
    result = check("-", given=sheet(("X", "2026-05-04", "", KEYS), ("X", "4/5/2026", "", BOX)))

    assert result.exit_code == 2
    assert "Row 3, column date: “4/5/2026” can be read in two ways" in result.stderr
    assert "--dates day-first or --dates month-first" in result.stderr


@pytest.mark.parametrize(("order", "day"), [("day-first", "2026-05-04"), ("month-first", "2026-04-05")])
def test_the_option_settles_doubtful_dates(order: str, day: str) -> None:
    plan = sheet(("X", "4/5/2026", "", KEYS), ("Facebook", "4/5/2026", "", KEYS))

    result = check("-", "--dates", order, "--format", "json", given=plan)

    assert json.loads(result.stdout)["posts"][0]["at"] == day


def test_the_zone_is_an_option_and_an_unknown_one_is_refused(fine: str) -> None:
    plan = sheet(("X", "2026-05-04", "09:00", KEYS), ("Facebook", "2026-05-04", "09:00", KEYS))

    known = check("-", "--zone", "America/New_York", "--format", "json", given=plan)
    unknown = check(fine, "--zone", "Europe/Bielefeld")

    assert json.loads(known.stdout)["posts"][0]["at"] == "2026-05-04T09:00:00-04:00"
    assert unknown.exit_code == 2
    assert "there is no time zone “Europe/Bielefeld”; an example is Europe/Berlin" in unknown.stderr


def test_json_is_recognised_on_standard_input() -> None:
    result = check("-", given=(PLANS / "archive-night.json").read_bytes())

    assert result.exit_code == 1
    assert "Our page and Our photos" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        ((), "de_DE.UTF-8", "Zusammenfassung"),
        ((), "en_GB.UTF-8", "Summary"),
        ((), "fr_FR.UTF-8", "Summary"),
        (("--lang", "de"), "en_GB.UTF-8", "Zusammenfassung"),
        (("--lang", "en"), "de_AT.UTF-8", "Summary"),
    ],
)
def test_the_language_is_an_option_or_the_environments(
    fine: str, arguments: tuple[str, ...], environment: str, word: str
) -> None:
    assert f"\n{word}\n" in check(fine, *arguments, language=environment).stdout


def test_sentences_about_unreadable_plans_are_german_too() -> None:
    result = check("-", given=b"", language="de_DE.UTF-8")

    assert result.stderr == "-: Die Datei ist leer.\n"


def test_a_terminal_without_unicode_gets_question_marks() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "calendar_app.cli", "check", str(PLANS / "archive-night.csv")],
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "LC_ALL": "en_GB"},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 1
    assert b"? rows 2, 3" in result.stdout


REAL = Path(os.environ.get("PARLEY_PLANS", "/nonexistent"))


@pytest.mark.skipif(not REAL.is_dir(), reason="set PARLEY_PLANS to a folder of real plans to read them all")
def test_real_plans_are_read_without_a_crash() -> None:
    for path in sorted(REAL.glob("*.csv")):
        result = check(str(path), "--format", "json")

        assert result.exit_code in {0, 1}, result.stderr
        assert json.loads(result.stdout)["summary"]["posts"] > 0


def case_file(path: Path, **more: object) -> str:
    channel = {"id": 1, "name": "Seite", "platform": "x", "zone": "Europe/Berlin"}
    said = {"id": 7, "channel_id": 1, "text": "Wort " * 80, "at": "2026-05-04T09:00:00+02:00"}
    facts = {"now": "2026-05-01T09:00:00+02:00", "channels": [channel], "variants": [said], **more}
    path.write_text(json.dumps({"parley_facts": 1, "facts": facts}), encoding="utf-8")
    return str(path)


def test_a_file_of_facts_is_judged_as_it_stands(tmp_path: Path) -> None:
    result = check(case_file(tmp_path / "facts.json"), "--lang", "de")

    assert result.exit_code == 1
    assert "7 · Seite · 2026-05-04 09:00 (Europe/Berlin)" in result.stdout
    assert "  Sperre   R14 Text: 400 von 280 Zeichen (gewichtet) nach Zählweise von X." in result.stdout
    assert "Zu wenig zum Prüfen: R04, R09" in result.stdout


def test_a_file_of_facts_answers_programs_with_every_verdict(tmp_path: Path) -> None:
    result = check(case_file(tmp_path / "facts.json"), "--format", "json")

    report = json.loads(result.stdout)
    (judged,) = report["variants"]
    assert (report["blocks"], report["now"]) == (True, "2026-05-01T07:00:00+00:00")
    assert [each["number"] for each in judged["verdicts"]] == [f"R{n:02}" for n in range(1, 30)]
    assert judged["severity"] == "block"


def test_facts_on_standard_input_are_recognised(tmp_path: Path) -> None:
    given = Path(case_file(tmp_path / "facts.json")).read_bytes()

    assert check("-", given=given).exit_code == 1


def test_broken_facts_end_with_2_and_name_the_place(tmp_path: Path) -> None:
    result = check(case_file(tmp_path / "facts.json", people=[{"id": 1}]))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "name is missing @ $.facts.people[0]" in result.stderr
