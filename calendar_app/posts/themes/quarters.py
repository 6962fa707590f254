"""Quarters of a year, as addresses name them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three calendar months, known by their first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))

    @classmethod
    def read(cls, name: str) -> "Quarter | None":
        """The quarter of a name such as 2026-Q2; None when there is no such quarter."""
        known = re.fullmatch(r"(20[0-9]{2})-Q([1-4])", name)
        return cls(date(int(known[1]), int(known[2]) * 3 - 2, 1)) if known else None

    @property
    def name(self) -> str:
        return f"{self.first.year}-Q{self.first.month // 3 + 1}"

    @property
    def last(self) -> date:
        return self.shifted(1).first - timedelta(days=1)

    def shifted(self, quarters: int) -> "Quarter":
        index = self.first.year * 4 + self.first.month // 3 + quarters
        return Quarter(date(index // 4, index % 4 * 3 + 1, 1))
