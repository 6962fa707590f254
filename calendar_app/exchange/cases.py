"""Telling a case file from a plan: both are JSON, and `parley check` takes either."""

import json

from calendar_app.exchange.sheets import UnreadablePlanError
from calendar_app.rules.casefile import MARK, CaseFile, UnreadableCaseError, read
from calendar_app.wording import Text

_BEGINNING = 1000  # letters within which the mark stands, before it is worth reading the file
_NO_CASE = Text(
    "These facts cannot be read (docs/check.md describes them): {why}",
    "Diese Fakten lassen sich nicht lesen (docs/check.md beschreibt sie): {why}",
)


def case_in(content: bytes) -> CaseFile | None:
    """The facts of a finding, if that is what the file holds. Raises UnreadablePlanError for broken ones."""
    if MARK.encode() not in content[:_BEGINNING]:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None  # said by whoever reads it as a plan
    try:
        return read(found) if isinstance(found, dict) and MARK in found else None
    except UnreadableCaseError as error:
        raise UnreadablePlanError(_NO_CASE, why=str(error)) from error
