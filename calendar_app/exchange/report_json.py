"""The report of `parley check` for programs. The form is described in docs/check.md."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from calendar_app.exchange.checking import Report, Summary
from calendar_app.exchange.findings import Finding
from calendar_app.exchange.notes import notes
from calendar_app.exchange.plan import Plan, Remark, row_of
from calendar_app.rules.facts import Channel, Variant
from calendar_app.rules.rule import Verdict
from calendar_app.rules.weeks import local
from calendar_app.wording import language_of

VERSION = 1
"""Grows when a field goes or changes its meaning; new fields may appear in any release."""


def as_json(report: Report, language: str) -> str:
    """The whole report."""
    return "".join(json_pieces(report, language))


def json_pieces(report: Report, language: str) -> Iterator[str]:
    """One JSON object, post by post; each has all its findings, nothing is drawn together."""
    start, end = _written(_frame(report, language), depth=0).split(f'"{_POSTS}"', 1)
    yield start
    separator = "["
    for post in _posts(report, language):
        yield f"{separator}\n    {_written(post, depth=2)}"
        separator = ","
    yield ("[]" if separator == "[" else "\n  ]") + end + "\n"


_POSTS = "<posts>"  # stands where the posts will; no text of a plan comes before it


def _frame(report: Report, language: str) -> Mapping[str, Any]:
    return {
        "version": VERSION,
        "language": language_of(language),
        "zone": report.plan.zone,
        "blocks": report.blocks,
        "posts": _POSTS,
        "remarks": [_remark(remark, language) for remark in report.plan.remarks],
        "notes": list(notes(report, language)),
        "unknown_platforms": list(report.plan.unknown_platforms),
        "summary": _summary(report.summary),
    }


def _posts(report: Report, language: str) -> Iterator[Mapping[str, Any]]:
    channels = {channel.id: channel for channel in report.plan.channels}
    for _, found in groupby(report.findings, lambda each: each.variant.id):
        findings = [*found]
        variant = findings[0].variant
        yield _post(report.plan, variant, channels[variant.channel_id], findings, language)


def _written(content: Mapping[str, Any], depth: int) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2).replace("\n", "\n" + "  " * depth)


def _post(
    plan: Plan, variant: Variant, channel: Channel, findings: list[Finding], language: str
) -> Mapping[str, Any]:
    return {
        "row": row_of(variant.id),
        "channel": channel.name,
        "platform": channel.platform,
        "at": _when(plan, variant),
        "severity": max((each.verdict.severity for each in findings), key=lambda each: each.rank).value,
        "findings": [_finding(each.verdict, language) for each in findings],
    }


def _when(plan: Plan, variant: Variant) -> str | None:
    """ISO 8601 with the zone's offset; only the day where no time is named."""
    if variant.at is None:
        return None
    moment = local(variant.at, plan.zone)
    return (moment.date() if variant.id in plan.untimed else moment).isoformat()


def _finding(verdict: Verdict, language: str) -> Mapping[str, Any]:
    return {**of_verdict(verdict, language), "touches": _touched(verdict)}


def of_verdict(verdict: Verdict, language: str) -> Mapping[str, Any]:
    """What a verdict says and what it measured; what it touches is named differently in each report."""
    return {
        "rule": verdict.rule,
        "number": verdict.number,
        "severity": verdict.severity.value,
        "message": verdict.message(language),
        "measured": verdict.measured,
        "threshold": verdict.threshold,
        "bound": verdict.bound.value,
        "unit": verdict.unit,
        "window": verdict.window and [verdict.window.start.isoformat(), verdict.window.end.isoformat()],
    }


def _touched(verdict: Verdict) -> Mapping[str, Any] | None:
    relative = verdict.relative
    if relative is None:
        return None
    return {
        "row": row_of(relative.variant_id),
        "channel": relative.channel_id,
        "score": relative.score,
        "passages": [[each.start, each.end, each.other_start, each.other_end] for each in relative.passages],
    }


def _remark(remark: Remark, language: str) -> Mapping[str, Any]:
    return {
        "row": remark.row,
        "column": remark.column,
        "message": remark.message(language),
        "unread": remark.is_problem,
    }


def _summary(summary: Summary) -> Mapping[str, Any]:
    return asdict(summary) | {
        "identical_share": _share(summary.identical, summary.posts),
        "near_identical_share": _share(summary.near_identical, summary.posts),
        "automated_share": _share(summary.automated, summary.posts),
    }


def _share(part: int, whole: int) -> float | None:
    """Between 0 and 1; null of nothing."""
    return round(part / whole, 4) if whole else None
