"""The report of `parley check` for a person at a terminal: each thing is said once."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby

from calendar_app.exchange.checking import OF_A_WEEK, Report, Summary
from calendar_app.exchange.findings import Finding, Findings
from calendar_app.exchange.lookalikes import letters_of
from calendar_app.exchange.notes import named, notes, percent
from calendar_app.exchange.plan import Plan, Remark, row_of
from calendar_app.rules.catalog import identical_cross_post as identical
from calendar_app.rules.catalog import near_identical_cross_post as near_identical
from calendar_app.rules.catalog import same_channel_repeat as repeat
from calendar_app.rules.facts import ItemId, Variant
from calendar_app.rules.rule import Severity
from calendar_app.rules.weeks import local
from calendar_app.wording import Text, excerpt, set_apart

A_SCREEN = 20
"""Posts with findings beyond which nobody sees the beginning and the end of a report at once."""

Subject = tuple[object, ...]

_WEEKLY = {rule.key for rule in OF_A_WEEK}
_OF_TWO = {near_identical.RULE.key, repeat.RULE.key}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # a cell must not steer the terminal

_SEVERITIES = {
    Severity.BLOCK: Text("block", "Sperre"),
    Severity.WARN: Text("warning", "Warnung"),
    Severity.INFO: Text("hint", "Hinweis"),
}
_UNREAD = Text("unread", "unlesbar")
_WIDTH = 8  # of the longest of these words
_ROW = Text("Row {row}", "Zeile {row}")
_ROWS = Text("rows {rows}", "Zeilen {rows}")
_NO_TIME = Text("no date", "ohne Termin")
_NOTHING = Text("Nothing to object to.", "Nichts zu beanstanden.")
_SAME = Text(
    "The same text on {channels}. Write each place's own version or drop all but one.",
    "Derselbe Text auf {channels}. Für jeden Ort eigens formulieren oder nur eine Fassung behalten.",
)

_SUMMARY = Text("Summary", "Zusammenfassung")
_POSTS = Text(
    "{posts} {posts:post|posts} on {channels} {channels:channel|channels}",
    "{posts} {posts:Beitrag|Beiträge} auf {channels} {channels:Kanal|Kanälen}",
)
_IDENTICAL = Text(
    "{n} ({percent}%) with the same text as another channel, {near} more ({near_percent}%) with nearly "
    "the same",
    "{n} ({percent} %) mit demselben Text wie ein anderer Kanal, {near} weitere ({near_percent} %) mit fast "
    "demselben",
)
_AUTOMATED = Text("{n} ({percent}%) without a person", "{n} ({percent} %) ohne Mensch")
_MINUTES = Text(
    "{planned} {planned:minute|minutes} of dialog planned, {needed} needed",
    "{planned} {planned:Minute|Minuten} Dialogzeit geplant, {needed} nötig",
)
_COUNTS = Text(
    "{blocked} {blocked:post|posts} blocked, {warned} with a warning, {hinted} with a hint, {clean} without "
    "findings",
    "{blocked} {blocked:Beitrag|Beiträge} gesperrt, {warned} mit Warnung, {hinted} mit Hinweis, {clean} ohne "
    "Befund",
)
_UNREADABLE = Text("{n} {n:row|rows} could not be read", "{n} {n:Zeile war|Zeilen waren} nicht lesbar")


def as_text(report: Report, language: str) -> str:
    """The whole report; `text_lines` says what stands in it."""
    return "".join(text_lines(report, language))


def text_lines(report: Report, language: str) -> Iterator[str]:
    """The report, row by row, then the summary, which begins a long one too; every line ends.

    What holds for several rows (the same text, a channel's week, two texts nearly alike) is said at the first
    of them. A row that has another's text word for word is not told beside that what else it resembles.
    """
    summary = report.summary
    is_long = summary.blocked + summary.warned + summary.hinted > A_SCREEN
    opening = (*_closing(report, language), "") if is_long else ()
    for line in chain(opening, _rows(report, language), _closing(report, language)):
        yield _CONTROL.sub("\ufffd", line) + "\n"


@dataclass(frozen=True, slots=True)
class _Group:
    """Findings that are said together, read anew whenever they are asked for."""

    found: Findings
    row: int
    places: "array[int]" = field(default_factory=lambda: array("Q"))

    @property
    def first(self) -> Finding:
        return self.found.at(self.places[0])

    def __iter__(self) -> Iterator[Finding]:
        return map(self.found.at, self.places)


def _rows(report: Report, language: str) -> Iterator[str]:
    groups = _groups(report)
    remarks: defaultdict[int, list[Remark]] = defaultdict(list)
    for remark in report.plan.remarks:
        remarks[remark.row].append(remark)
    firsts: defaultdict[int, list[_Group]] = defaultdict(list)
    for group in groups:
        firsts[group.row].append(group)
    variants = {row_of(variant.id): variant for variant in reversed(report.plan.variants)}
    for row in sorted(remarks.keys() | firsts.keys()):
        yield _headline(report.plan, row, variants.get(row), language)
        for remark in remarks[row]:
            yield _remark(remark, language)
        for group in firsts[row]:
            yield from _finding(group, language)
        yield ""
    if not groups and not remarks:
        yield from (_NOTHING.plain(language), "")


def _groups(report: Report) -> list[_Group]:
    """In order of their first row."""
    copies = {each.variant.id for each in report.findings if _is_copy(each)}
    groups: dict[Subject, _Group] = {}
    for place, finding in report.findings.placed():
        if finding.verdict.rule != near_identical.RULE.key or finding.variant.id not in copies:
            first = _Group(report.findings, row_of(finding.variant.id))
            groups.setdefault(_subject(finding), first).places.append(place)
    return list(groups.values())


def _subject(finding: Finding) -> Subject:
    """What a finding is about; findings about the same are one to a reader."""
    verdict, variant = finding.verdict, finding.variant
    if _is_copy(finding):
        return verdict.rule, letters_of(variant)
    if _is_repeat(finding):
        return verdict.rule, variant.channel_id, letters_of(variant)
    if verdict.rule in _OF_TWO and verdict.relative is not None:
        return verdict.rule, frozenset({variant.id, verdict.relative.variant_id})
    if verdict.rule in _WEEKLY and verdict.window is not None:
        return verdict.rule, variant.channel_id, verdict.window, verdict.severity, verdict.measured
    return verdict.rule, variant.id


def _is_copy(finding: Finding) -> bool:
    return finding.verdict.rule == identical.RULE.key and finding.verdict.blocks


def _is_repeat(finding: Finding) -> bool:
    return finding.verdict.rule == repeat.RULE.key and finding.verdict.blocks


def _headline(plan: Plan, row: int, variant: Variant | None, language: str) -> str:
    parts = [_ROW.fill(language, {"row": str(row)})]
    if variant is not None:
        parts += [
            set_apart(str(variant.channel_id)),
            _when(plan, variant, language),
            set_apart(_first_words(variant)),
        ]
    return " · ".join(filter(None, parts))


def _when(plan: Plan, variant: Variant, language: str) -> str:
    if variant.at is None:
        return _NO_TIME.plain(language)
    moment = local(variant.at, plan.zone)
    return Text.name("{at}").fill(language, {"at": moment.date() if variant.id in plan.untimed else moment})


def _first_words(variant: Variant) -> str:
    return excerpt(" ".join((variant.text or variant.title)[:500].split()), 60)


def _remark(remark: Remark, language: str) -> str:
    word = _UNREAD if remark.is_problem else _SEVERITIES[Severity.INFO]
    return f"  {word.plain(language):{_WIDTH}} {set_apart(remark.column)}: {remark.message(language)}"


def _finding(group: _Group, language: str) -> Iterator[str]:
    first = group.first
    word = _SEVERITIES[first.verdict.severity].plain(language)
    yield f"  {word:{_WIDTH}} {first.verdict.number}  {_message(group, language)}"
    rows = _rows_of(group)
    if rows != {row_of(first.variant.id)}:
        yield f"{'':{_WIDTH + 3}}→ {_ROWS.fill(language, {'rows': _ranges(rows)})}"


def _message(group: _Group, language: str) -> str:
    first = group.first
    if not _is_copy(first):
        return first.verdict.message(language)
    channels = dict.fromkeys(str(each.variant.channel_id) for each in group)
    return _SAME.fill(language, {"channels": named(tuple(channels), language)})


def _rows_of(group: Iterable[Finding]) -> set[int]:
    """The rows that findings speak of, with the row each touches and the posts it counted."""
    touched: set[ItemId] = set()
    for finding in group:
        touched.add(finding.variant.id)
        if finding.verdict.rule in _WEEKLY:
            touched.update(finding.verdict.counted)
        if finding.verdict.relative is not None:
            touched.add(finding.verdict.relative.variant_id)
    return {row_of(each) for each in touched}


def _ranges(rows: Iterable[int]) -> str:
    """Row numbers in order, neighbours drawn together: "2–6, 9"."""
    runs = groupby(enumerate(sorted(rows)), key=lambda each: each[1] - each[0])
    ends = [[row for _, row in run] for _, run in runs]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in ends)


def _closing(report: Report, language: str) -> Iterator[str]:
    yield _SUMMARY.plain(language)
    for sentence in (*_sums(report.summary, language), *notes(report, language)):
        yield f"  {sentence}"


def _sums(summary: Summary, language: str) -> Iterator[str]:
    posts = summary.posts
    yield _POSTS.fill(language, {"posts": posts, "channels": summary.channels})
    same, near = summary.identical, summary.near_identical
    yield _IDENTICAL.fill(
        language,
        {"n": same, "percent": percent(same, posts), "near": near, "near_percent": percent(near, posts)},
    )
    yield _AUTOMATED.fill(language, {"n": summary.automated, "percent": percent(summary.automated, posts)})
    yield _MINUTES.fill(language, {"planned": summary.minutes_planned, "needed": summary.minutes_needed})
    yield _COUNTS.fill(
        language,
        {
            "blocked": summary.blocked,
            "warned": summary.warned,
            "hinted": summary.hinted,
            "clean": summary.clean,
        },
    )
    if summary.unreadable:
        yield _UNREADABLE.fill(language, {"n": summary.unreadable})
