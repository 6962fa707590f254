"""A series that tells each issue in one form: the words that make it look like a copy of the issue before."""

from collections import defaultdict
from dataclasses import replace

from calendar_app.posts.judging import Judgement
from calendar_app.rules import engine, kinship
from calendar_app.rules.boilerplate import frame
from calendar_app.rules.facts import ItemId, Phrase
from calendar_app.rules.rule import FixKind, Verdict

_MOST_POSTS = 30
_MOST_CHARACTERS = 1_000  # of each: a form that begins later is no opening


def series_words(judgement: Judgement, finding: Verdict) -> tuple[str, ...]:
    """What the posts around a text say as it does, and without which the finding weighs less.

    Empty where the finding knows no series, or would stay as it is: then what differs is too little to be
    another issue.
    """
    if not any(fix.kind is FixKind.LEAVE_OUT_SERIES for fix in finding.fixes):
        return ()
    words = frame(kinship.wording(judgement.fact)[:_MOST_CHARACTERS], _others(judgement))
    return words if words and _is_lighter_without(judgement, finding, words) else ()


def _others(judgement: Judgement) -> list[list[str]]:
    """The texts of the other posts around, without what is left out already."""
    posts: defaultdict[ItemId, list[str]] = defaultdict(list)
    for other in judgement.relatives:
        if other.post_id != judgement.fact.post_id:
            text = kinship.compared(judgement.plan.phrases, other)
            posts[other.post_id or other.id].append(text[:_MOST_CHARACTERS])
    return [*posts.values()][:_MOST_POSTS]


def _is_lighter_without(judgement: Judgement, finding: Verdict, words: tuple[str, ...]) -> bool:
    left_out = (*judgement.plan.phrases, *map(Phrase, words))
    rules = [rule for rule in engine.RULES if rule.key == finding.rule]
    (verdict,) = engine.check(
        replace(judgement.plan, phrases=left_out), judgement.fact, judgement.relatives, rules
    )
    return verdict.severity.rank < finding.severity.rank
