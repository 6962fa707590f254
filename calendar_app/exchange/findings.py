"""What was found in a plan, kept in a file: of a long plan there is more than belongs into memory."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from weakref import finalize

from calendar_app.rules.facts import Variant
from calendar_app.rules.rule import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a post of the plan."""

    variant: Variant
    verdict: Verdict


class Findings:
    """Findings in the order in which they were added, each also by its place. The file goes with them."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 closed when nobody reads the findings any more
        self._variants: list[Variant] = []
        self._end = 0
        finalize(self, self._file.close)

    def add(self, finding: Finding) -> None:
        """Keep a finding; those of one post come one after the other."""
        if not self._variants or self._variants[-1] is not finding.variant:
            self._variants.append(finding.variant)
        self._file.seek(self._end)
        pickle.dump((len(self._variants) - 1, finding.verdict), self._file)
        self._end = self._file.tell()

    def at(self, place: int) -> Finding:
        """The finding at a place that `placed` has given."""
        return self._read(place)[0]

    def placed(self) -> Iterator[tuple[int, Finding]]:
        """Every finding with its place."""
        place = 0
        while place < self._end:
            finding, after = self._read(place)
            yield place, finding
            place = after

    def __iter__(self) -> Iterator[Finding]:
        return (finding for _, finding in self.placed())

    def _read(self, place: int) -> tuple[Finding, int]:
        self._file.seek(place)
        number, verdict = pickle.load(self._file)  # noqa: S301 as above
        return Finding(self._variants[number], verdict), self._file.tell()
