"""Files of every dialect become rows; what cannot be read is said in one sentence."""

import json

import pytest

from calendar_app.exchange.sheets import LONGEST_CELL, Sheet, UnreadablePlanError, read_csv, read_json
from tests.exchange.making import sheet


def cells(sheet: Sheet, column: str) -> list[str]:
    return [row[column] for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    rows = [["Datum", "Kanal", "Text"], ["04.05.2026", "Facebook", "Wer kommt, und wer; bringt was mit?"]]
    content = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    found = read_csv(content.encode())

    assert cells(found, "text") == ["Wer kommt, und wer; bringt was mit?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    content = mark + "Datum;Kanal;Text\n4.5.2026;Bücherei;„Größe“ – 5 €".encode(encoding)

    found = read_csv(content)

    assert cells(found, "channel") == ["Bücherei"]
    assert cells(found, "text") == ["„Größe“ – 5 €"]


@pytest.mark.parametrize(
    "headings",
    [
        "Channel,Date,Time,Text,Mode,Label,Answer person",
        "KANAL,Datum,Uhrzeit,Beitragstext,Veröffentlichungsart,Kategorie,Zuständig",
        " kanal *,Termin:,Uhrzeit (MEZ),Copy,Art,Typ,answer_person",
        "Account,Publish  date,Posting time,Caption,how,labels,Owner",
    ],
)
def test_headings_are_understood_in_both_languages(headings: str) -> None:
    found = read_csv(f"{headings}\nX,2026-05-04,09:00,Hello,live,promo,Ines".encode())

    assert {**found.rows[0].cells} == {
        "channel": "X",
        "date": "2026-05-04",
        "time": "09:00",
        "text": "Hello",
        "mode": "live",
        "label": "promo",
        "answer_person": "Ines",
    }


def test_the_first_of_two_headings_with_one_meaning_counts() -> None:
    found = read_csv(b"Kanal,Datum,Text,Inhalt\nX,2026-05-04,first,second")

    assert cells(found, "text") == ["first"]
    assert found.heading("text") == "Text"


def test_a_platform_may_name_the_channel() -> None:
    found = read_csv(b"Plattform,Datum,Text\nMastodon,2026-05-04,Hello")

    assert cells(found, "channel") == ["Mastodon"]


def test_a_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() -> None:
    found = read_csv(b"sep=;\nPlan, May 2026;;\n\nKanal;Datum;Text\nX;4.5.2026;Hello\n\nX;5.5.2026;Again\n")

    assert [row.number for row in found.rows] == [5, 7]


def test_line_breaks_in_a_cell_do_not_make_rows() -> None:
    found = read_csv(b'channel,date,text\r\nX,2026-05-04,"one\r\ntwo"\r\nX,2026-05-05,three\r\n')

    assert [(row.number, row["text"]) for row in found.rows] == [(2, "one\r\ntwo"), (3, "three")]


def test_a_short_row_says_what_it_lacks() -> None:
    found = read_csv(b"channel,date,time,text\nX,2026-05-04\n")

    assert found.rows[0].missing == ("time", "text")
    assert found.rows[0]["text"] == ""


def refusal(content: bytes, language: str = "en") -> str:
    with pytest.raises(UnreadablePlanError) as caught:
        read_csv(content)
    return caught.value.message(language)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \n\t\n"])
def test_an_empty_file_is_called_empty(content: bytes) -> None:
    assert refusal(content) == "The file is empty."
    assert refusal(content, "de") == "Die Datei ist leer."


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04\x00\x00binary", "channel,date,text".encode("utf-16-le"), "a,b".encode("utf-32")],
)
def test_a_file_that_is_no_text_says_how_to_make_it_one(content: bytes) -> None:
    assert refusal(content).startswith("This is no text file. Save the sheet as CSV")


def test_missing_columns_are_named_with_the_row_of_the_headings() -> None:
    assert refusal(b"My plan\nchannel,time,words\nX,9,Hello").startswith(
        "Row 2 names no column for: date and text."
    )
    assert refusal(b"a,b,c\n1,2,3", "de").startswith(
        "Zeile 1 nennt keine Spalte für: channel, date und text."
    )


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'channel,date,text\nX,2026-05-04,fine\nX,2026-05-04,"never closed\nX,2026-05-05,fine', 3),
        (b'channel,date,text\nX,2026-05-04,fine\nX,2026-05-04,fine\nX,2026-05-04,"Yes" she said', 4),
    ],
)
def test_broken_quotation_marks_name_their_row(content: bytes, row: int) -> None:
    assert refusal(content).startswith(f"Row {row} cannot be read: a quotation mark")


def test_a_cell_without_end_names_its_row() -> None:
    content = sheet(("X", "2026-05-04", "", "fine"), ("X", "2026-05-04", "", "a" * (LONGEST_CELL + 1)))

    assert refusal(content).startswith("Row 3 cannot be read: a cell holds more than 2,000,000 characters.")
    assert refusal(content, "de").startswith(
        "Zeile 3 ist nicht lesbar: Eine Zelle hat mehr als 2.000.000 Zeichen."
    )


def test_thousands_of_columns_cost_no_time() -> None:
    assert refusal(b"," * 500_000).startswith("Row 1 names no column")


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"rows": rows, "made by": "us"}])
def test_json_is_a_list_of_objects_alone_or_under_rows(wrap) -> None:  # type: ignore[no-untyped-def]
    rows = [{"channel": "X", "date": "2026-05-04", "text": None, "labels": ["promo", "press"], "minutes": 30}]

    found = read_json(json.dumps(wrap(rows)).encode())

    assert found.rows[0].number == 1
    assert found.rows[0].cells == {
        "channel": "X",
        "date": "2026-05-04",
        "text": "",
        "label": "promo, press",
        "minutes": "30",
    }


def test_objects_of_a_json_list_may_lack_fields() -> None:
    found = read_json(b'[{"platform": "X", "date": "2026-05-04"}, {"text": "Hello"}]')

    assert cells(found, "channel") == ["X", ""]
    assert cells(found, "text") == ["", "Hello"]


def test_half_a_surrogate_pair_can_be_printed() -> None:
    found = read_json(b'[{"channel": "X", "date": "", "text": "\\ud83d and \\ud83d\\ude00"}]')

    assert cells(found, "text") == ["? and \N{GRINNING FACE}"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'[\n{"channel" 1}]', "This is no valid JSON: line 2, column 12."),
        (b'"a plan"', "The JSON must be a list of objects, one for each row."),
        (b'{"posts": []}', "The JSON must be a list of objects, one for each row."),
        (b"[1, 2]", "The JSON must be a list of objects, one for each row."),
        (b"[" * 100_000, "The JSON must be a list of objects, one for each row."),
        (b"[" + b"9" * 5000 + b"]", "The JSON must be a list of objects, one for each row."),
    ],
)
def test_json_that_is_no_plan_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadablePlanError, match=sentence):
        read_json(content)


def test_a_json_list_without_needed_fields_names_them() -> None:
    with pytest.raises(UnreadablePlanError, match="Row 1 names no column for: text"):
        read_json(b'[{"channel": "X", "date": "2026-05-04"}]')


def test_an_empty_json_list_is_a_plan_without_rows() -> None:
    assert read_json(b"[]").rows == ()
