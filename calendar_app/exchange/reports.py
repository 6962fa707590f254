"""The report of `parley check`, as text for people and as JSON for programs."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from calendar_app.exchange.checking import Finding, Report, Summary
from calendar_app.exchange.plan import Remark
from calendar_app.rules.facts import ItemId, Variant
from calendar_app.rules.rule import Severity, Verdict
from calendar_app.rules.weeks import local
from calendar_app.wording import Text, language_of

VERSION = 1

_SEVERITIES = {
    Severity.BLOCK: Text("block  ", "Sperre "),
    Severity.WARN: Text("warning", "Warnung"),
    Severity.INFO: Text("hint   ", "Hinweis"),
}
_PROBLEM = Text("unread ", "unlesbar")
_ROW = Text("Row {row}", "Zeile {row}")
_TOUCHES = Text("row {row}", "Zeile {row}")
_ROWS = Text("rows {rows}", "Zeilen {rows}")
_NO_TIME = Text("no time", "ohne Zeit")
_NOTHING = Text("Nothing to object to.", "Nichts zu beanstanden.")

_SUMMARY = Text("Summary", "Zusammenfassung")
_POSTS = Text(
    "{posts} {posts:post|posts} on {channels} {channels:channel|channels}",
    "{posts} {posts:Beitrag|Beiträge} auf {channels} {channels:Kanal|Kanälen}",
)
_IDENTICAL = Text(
    "{n} {n:row says|rows say} the same as another channel ({percent} %), {near} nearly the same "
    "({near_percent} %)",
    "{n} {n:Zeile sagt|Zeilen sagen} dasselbe wie ein anderer Kanal ({percent} %), {near} fast dasselbe "
    "({near_percent} %)",
)
_AUTOMATED = Text(
    "{n} {n:runs|run} without a person ({percent} %)", "{n} {n:läuft|laufen} ohne Mensch ({percent} %)"
)
_MINUTES = Text(
    "{planned} {planned:minute|minutes} of dialog planned, {needed} needed",
    "{planned} {planned:Minute|Minuten} Dialogzeit geplant, {needed} nötig",
)
_FINDINGS = Text(
    "{block} {block:block|blocks}, {warn} {warn:warning|warnings}, {info} {info:hint|hints}, "
    "{unread} unreadable",
    "{block} {block:Sperre|Sperren}, {warn} {warn:Warnung|Warnungen}, {info} {info:Hinweis|Hinweise}, "
    "{unread} unlesbar",
)
_SILENT = Text(
    "The plan does not say who answers: R08 is left out, and R06 counts feeds and repeats only.",
    "Der Plan sagt nicht, wer antwortet: R08 entfällt, und R06 zählt nur Feeds und Wiederholungen.",
)
_NO_DIALOG = Text(
    "No dialog time stands in the plan: R10 is left out, the summary tells how much is needed.",
    "Im Plan steht keine Dialogzeit: R10 entfällt, die Zusammenfassung nennt den Bedarf.",
)
_UNKNOWN = Text(
    "Parley has no profile for {names}: checked by the rules that hold everywhere, without a length.",
    "Für {names} kennt Parley kein Profil: geprüft wird, was überall gilt, ohne Länge.",
)


def as_text(report: Report, language: str) -> str:
    """The report for a terminal: findings under their row, then the summary."""
    return "\n".join([*_rows(report, language), *_closing(report, language)]) + "\n"


def as_json(report: Report, language: str) -> str:
    """The report as one JSON object; `version` changes when a field changes its meaning."""
    content = {
        "version": VERSION,
        "language": language_of(language),
        "blocks": report.blocks,
        "rows": [_row_data(report, row, language) for row in _numbers(report)],
        "notes": list(_notes(report, language)),
        "unknown_platforms": list(report.plan.unknown_platforms),
        "summary": _summary_data(report.summary),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rows(report: Report, language: str) -> Iterator[str]:
    variants = {variant.id: variant for variant in report.plan.variants}
    by_row = _by_row(report)
    for number in _numbers(report):
        yield _headline(report, number, variants.get(number), language)
        for remark in (each for each in report.plan.remarks if each.row == number):
            yield f"  {_remark_word(remark).plain(language)}  {remark.column}: {remark.message(language)}"
        for finding in by_row[number]:
            yield from _lines(finding, language)
        yield ""


def _headline(report: Report, number: ItemId, variant: Variant | None, language: str) -> str:
    parts = [_ROW.fill(language, {"row": number})]
    if variant is not None:
        parts.append(str(variant.channel_id))
        zone = next(each.zone for each in report.plan.channels if each.id == variant.channel_id)
        moment = local(variant.at, zone) if variant.at else None
        parts.append(
            Text.name("{at:moment}").fill(language, {"at": moment}) if moment else _NO_TIME.plain(language)
        )
        parts.append(_first_words(variant.text))
    return " · ".join(parts)


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"


def _lines(finding: Finding, language: str) -> Iterator[str]:
    verdict = finding.verdict
    yield f"  {_SEVERITIES[verdict.severity].plain(language)}  {verdict.number}  {verdict.message(language)}"
    if verdict.relative is not None:
        yield f"           → {_TOUCHES.fill(language, {'row': verdict.relative.variant_id})}"
    if len(finding.rows) > 1:
        rows = ", ".join(str(row) for row in finding.rows)
        yield f"           → {_ROWS.fill(language, {'rows': rows})}"


def _closing(report: Report, language: str) -> Iterator[str]:
    if not _numbers(report):
        yield _NOTHING.plain(language)
        yield ""
    yield _SUMMARY.plain(language)
    summary = report.summary
    posts = summary.posts
    shares = {"n": summary.identical, "percent": _percent(summary.identical, posts)}
    shares |= {"near": summary.near_identical, "near_percent": _percent(summary.near_identical, posts)}
    automated = {"n": summary.automated, "percent": _percent(summary.automated, posts)}
    minutes = {"planned": summary.minutes_planned, "needed": summary.minutes_needed}
    unread = sum(remark.is_problem for remark in report.plan.remarks)
    counts = {word: summary.severities.get(word, 0) for word in ("block", "warn", "info")}
    for line in (
        _POSTS.fill(language, {"posts": posts, "channels": summary.channels}),
        _IDENTICAL.fill(language, shares),
        _AUTOMATED.fill(language, automated),
        _MINUTES.fill(language, minutes),
        _FINDINGS.fill(language, {**counts, "unread": unread}),
        *_notes(report, language),
    ):
        yield f"  {line}"


def _notes(report: Report, language: str) -> Iterator[str]:
    """What was not judged, and why."""
    if not report.judges_attendance:
        yield _SILENT.plain(language)
    if not report.judges_dialog:
        yield _NO_DIALOG.plain(language)
    if report.plan.unknown_platforms:
        yield _UNKNOWN.fill(language, {"names": report.plan.unknown_platforms})


def _numbers(report: Report) -> list[ItemId]:
    """The rows about which something is to be said, in their order."""
    rows = {finding.rows[0] for finding in report.findings} | {remark.row for remark in report.plan.remarks}
    return sorted(rows, key=int)


def _by_row(report: Report) -> dict[ItemId, list[Finding]]:
    found: defaultdict[ItemId, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.rows[0]].append(finding)
    return found


def _remark_word(remark: Remark) -> Text:
    return _PROBLEM if remark.is_problem else _SEVERITIES[Severity.INFO]


def _percent(part: int, whole: int) -> int:
    return round(part * 100 / whole) if whole else 0


def _row_data(report: Report, number: ItemId, language: str) -> dict[str, Any]:
    variant = next((each for each in report.plan.variants if each.id == number), None)
    return {
        "row": number,
        "channel": variant.channel_id if variant else None,
        "at": variant.at.isoformat() if variant and variant.at else None,
        "remarks": [
            {"column": each.column, "message": each.message(language), "is_problem": each.is_problem}
            for each in report.plan.remarks
            if each.row == number
        ],
        "findings": [_finding_data(each, language) for each in report.findings if each.rows[0] == number],
    }


def _finding_data(finding: Finding, language: str) -> dict[str, Any]:
    verdict = finding.verdict
    return {
        "rule": verdict.rule,
        "number": verdict.number,
        "severity": verdict.severity.value,
        "message": verdict.message(language),
        "measured": verdict.measured,
        "threshold": verdict.threshold,
        "unit": verdict.unit,
        "rows": list(finding.rows),
        "window": _window_data(verdict),
        "touches": _touched_data(verdict),
    }


def _window_data(verdict: Verdict) -> list[str] | None:
    window = verdict.window
    return None if window is None else [window.start.isoformat(), window.end.isoformat()]


def _touched_data(verdict: Verdict) -> dict[str, Any] | None:
    relative = verdict.relative
    if relative is None:
        return None
    passages = [[each.start, each.end, each.other_start, each.other_end] for each in relative.passages]
    return {"row": relative.variant_id, "score": relative.score, "passages": passages}


def _summary_data(summary: Summary) -> dict[str, Any]:
    return {
        "posts": summary.posts,
        "channels": summary.channels,
        "identical_share": _share(summary.identical, summary.posts),
        "near_identical_share": _share(summary.near_identical, summary.posts),
        "automated_share": _share(summary.automated, summary.posts),
        "dialog_minutes_planned": summary.minutes_planned,
        "dialog_minutes_needed": summary.minutes_needed,
        "findings": summary.severities,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
