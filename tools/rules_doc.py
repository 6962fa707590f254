"""Write docs/rules.md from the files of the rules and platforms, or check that it is up to date.

python -m tools.rules_doc            writes the page
python -m tools.rules_doc --check    exits 1 when the page differs
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from calendar_app.platforms.counting import UNIT_WORDS
from calendar_app.platforms.directory import PLATFORMS
from calendar_app.platforms.platform import PART_WORDS, Platform, Source
from calendar_app.rules.engine import RULES
from calendar_app.rules.rule import Override, Parameter, Rule
from calendar_app.rules.units import measure

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"

INTRODUCTION = """\
# Rules and platforms

This page is written by `python -m tools.rules_doc` from the files in `calendar_app/rules/catalog/` and
`calendar_app/platforms/catalog/`. Change a file there, run the command, and commit both.

A rule looks at one variant (what one channel says of a post) and answers with a verdict:

| verdict | meaning |
|---|---|
| pass | nothing to say |
| info | a hint, nothing to do |
| warn | submitting needs a tick; where an author answers for it (R15–R17), a reason |
| block | the step is refused; an override needs the named role and a reason |
| n/a | too little to judge; never shown as a pass |

Counted are variants in review, approved, scheduled, held or published, at the time they went out or are
planned for; drafts, rejected and cancelled ones are not, nor are a platform's own reposts. Weeks are ISO
weeks on the clock of the channel's zone, so some have 167 or 169 hours. "More than" is strict, "at
least" includes the value, and shares are compared as whole numbers. Scheduled posts count as automated
unless they are attended, that is, unless R08 is satisfied; posts by hand never do.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="only compare, exit 1 on a difference")
    is_check = parser.parse_args().check
    written = page()
    if not is_check:
        PAGE.write_text(written, encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == written:
        return 0
    print("docs/rules.md is out of date: run python -m tools.rules_doc", file=sys.stderr)
    return 1


def page() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION, "## Rules\n", _overview(), *map(_rule, RULES), "## Platforms\n", PLATFORM_NOTE]
    parts += [_platform_table(), *map(_platform, PLATFORMS.values())]
    return "\n".join(parts)


def _overview() -> str:
    rows = [
        f"| {rule.number} | [{rule.name.en}](#{rule.number.lower()}-{rule.key}) | {rule.name.de} | "
        f"{_severities(rule)} | {_override(rule.override)} | {'yes' if rule.lifted_by_urgent else 'no'} |"
        for rule in RULES
    ]
    head = "| rule | name | in German | verdicts | override | lifted when urgent |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows]) + "\n"


def _rule(rule: Rule) -> str:
    lines = [
        f"### {rule.number} {rule.key}",
        "",
        f"{rule.why.en} It looks at {rule.looks_at.en}.",
        "",
        *_parameters(rule.parameters),
        *(
            [f"Override: {_override(rule.override)}. {rule.override.note.en}", ""]
            if rule.override.note
            else []
        ),
        _grounds(rule),
        "",
    ]
    return "\n".join(lines)


def _grounds(rule: Rule) -> str:
    grounds = f"Grounds: {'; '.join(each.en for each in rule.sources)}. " if rule.sources else ""
    return f"{grounds}Checked {rule.checked_on:%B %Y}."


def _parameters(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    if not parameters:
        return
    yield "| parameter | default | meaning | source |"
    yield "|---|---|---|---|"
    for each in parameters:
        default = "by platform" if each.of_platform else measure(each.default, each.unit).en
        yield f"| `{each.name}` | {default} | {each.meaning.en} | {each.source.en} |"
    yield ""


def _severities(rule: Rule) -> str:
    return ", ".join(severity.value for severity in rule.severities)


def _override(override: Override) -> str:
    return override.role.value if override.role else "nobody"


PLATFORM_NOTE = """\
Limits are the platform's own; the counting unit is marked with * where practice alone tells it. Gaps,
posts per day, answer windows, usual hashtags and the days until a channel is quiet or inactive are
conventions or Parley's own judgement, and can be changed.
"""


def _platform_table() -> str:
    head = (
        "| platform | hashtags: usual / most | least gap | posts a day | answer window "
        "| quiet / inactive after |\n"
        "|---|---|---|---|---|---|"
    )
    rows = [
        f"| {each.name.en} | {_number(each.usual_tags)} / {_number(each.most_tags)} | {_span(each.min_gap)} "
        f"| {_number(each.posts_per_day)} | {_window(each)} | {each.quiet_days} / {each.inactive_days} days |"
        for each in PLATFORMS.values()
    ]
    return "\n".join([head, *rows]) + "\n"


def _platform(each: Platform) -> str:
    limits = [
        f"{PART_WORDS[limit.part].en} {limit.most:,} {UNIT_WORDS[limit.unit].en}"
        + ("" if limit.is_unit_documented else "*")
        for limit in each.limits
    ]
    counts = [
        f"at most {number} {what}"
        for number, what in ((each.most_links, "links"), (each.most_mentions, "mentions"))
        if number
    ]
    lines = [
        f"### {each.name.en} (`{each.key}`)",
        "",
        f"Limits: {'; '.join([*limits, *counts]) or 'none known'}.",
        "",
        each.policy.en,
        "",
        f"Sources: {'; '.join(map(_source, each.sources))}. Checked {each.checked_on:%B %Y}.",
        "",
    ]
    return "\n".join(lines)


def _source(each: Source) -> str:
    return f"{each.purpose.en}: {each.title}" if each.title else each.purpose.en


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _span(value: timedelta | None) -> str:
    if value is None:
        return "–"
    minutes = value // timedelta(minutes=1)
    return f"{minutes} min" if minutes <= 90 else f"{minutes // 60} h"


def _window(each: Platform) -> str:
    return f"{_span(each.answer_window)}{', one look' if each.is_looked_into_later else ''}"


if __name__ == "__main__":
    sys.exit(main())
