"""What the rules say of a case file: every verdict, passes too, so that two machines can be compared."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from calendar_app.exchange.report_json import VERSION, of_verdict
from calendar_app.rules.casefile import CaseFile
from calendar_app.rules.facts import Variant
from calendar_app.rules.rule import Severity, Verdict, worst
from calendar_app.rules.weeks import local
from calendar_app.wording import Text, language_of

Judged = list[tuple[Variant, tuple[Verdict, ...]]]

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # a text must not steer the terminal
_WIDTH = 9
_WORDS = {
    Severity.BLOCK: Text("block", "Sperre"),
    Severity.WARN: Text("warning", "Warnung"),
    Severity.INFO: Text("hint", "Hinweis"),
}
_NO_TIME = Text("no date", "ohne Termin")
_AS_OF = Text("Facts as of {now}", "Stand der Fakten: {now}")
_UNJUDGED = Text("Too little to judge: {rules}", "Zu wenig zum Prüfen: {rules}")
_PASSED = Text("Passed: {rules}", "Bestanden: {rules}")


def case_text(case: CaseFile, judged: Judged, language: str) -> Iterator[str]:
    """For a person at a terminal; every line ends."""
    yield f"{_AS_OF.plain(language).format(now=case.facts.now.isoformat())}\n"
    for variant, verdicts in judged:
        for line in _lines(case, variant, verdicts, language):
            yield _CONTROL.sub("\ufffd", line) + "\n"


def _lines(case: CaseFile, variant: Variant, verdicts: tuple[Verdict, ...], language: str) -> Iterator[str]:
    yield ""
    yield f"{variant.id} · {_place(case, variant, language)}"
    for verdict in verdicts:
        if verdict.is_finding:
            word = _WORDS[verdict.severity].plain(language)
            yield f"  {word:<{_WIDTH}}{verdict.number} {verdict.message(language)}"
    for severity, sentence in ((Severity.NOT_APPLICABLE, _UNJUDGED), (Severity.PASS, _PASSED)):
        numbers = tuple(each.number for each in verdicts if each.severity is severity)
        if numbers:
            yield f"  {sentence.fill(language, {'rules': numbers})}"


def _place(case: CaseFile, variant: Variant, language: str) -> str:
    channel = case.facts.channel(variant.channel_id)
    name = channel.name if channel else str(variant.channel_id)
    if channel is None or variant.effective_at is None:
        return f"{name} · {_NO_TIME.plain(language)}"
    return f"{name} · {local(variant.effective_at, channel.zone):%Y-%m-%d %H:%M} ({channel.zone})"


def case_json(case: CaseFile, judged: Judged, language: str) -> Iterator[str]:
    """For programs; the form is described in docs/check.md."""
    content = {
        "version": VERSION,
        "language": language_of(language),
        "now": case.facts.now.isoformat(),
        "blocks": blocks(judged),
        "variants": [_variant(variant, verdicts, language) for variant, verdicts in judged],
    }
    yield json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def blocks(judged: Judged) -> bool:
    """Whether a rule blocks one of them."""
    return any(verdict.blocks for _, verdicts in judged for verdict in verdicts)


def _variant(variant: Variant, verdicts: tuple[Verdict, ...], language: str) -> Mapping[str, Any]:
    return {
        "id": variant.id,
        "channel": variant.channel_id,
        "at": variant.effective_at and variant.effective_at.isoformat(),
        "severity": worst(verdicts).value,
        "verdicts": [_verdict(each, language) for each in verdicts],
    }


def _verdict(verdict: Verdict, language: str) -> Mapping[str, Any]:
    relatives = [{"variant": each.variant_id, "score": each.score} for each in verdict.relatives]
    return {**of_verdict(verdict, language), "counted": list(verdict.counted), "relatives": relatives}
