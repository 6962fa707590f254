"""A launch gate with nothing left open."""

from datetime import date

ANSWERS: dict[str, object] = {
    "goal": "Half of all questions are answered in public.",
    "evidence": "Asked forty visitors.",
    "evidence_on": date(2026, 3, 1),
    "accounts": "Ada\nBert\nCleo\nDora\nEmil",
    "minutes": 90,
    "source": "X closes.",
    "plan": "Three themes, twice a week.",
    "manners_read_on": date(2026, 4, 1),
    "imprint_url": "https://house.example/imprint",
    "council": "Consulted on 2 April.",
    "exit_criterion": "Nobody talks with us for three months.",
}
