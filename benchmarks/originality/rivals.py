"""What Parley's engine is held against: rapidfuzz, which compares with everything, and MinHash with LSH."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH
from rapidfuzz import fuzz, process, utils

from benchmarks.originality.pairs import Pair
from calendar_app.rules.letters import normalise
from calendar_app.rules.originality import score

Likeness = Callable[[str, str], float]

PERMUTATIONS = 64


@dataclass(frozen=True, slots=True)
class Judge:
    """A way to say how much alike two texts are, and from where on they are the same."""

    name: str
    likeness: Likeness
    threshold: float

    def is_wrong(self, pair: Pair) -> bool:
        return self.finds(pair) != pair.is_copy

    def finds(self, pair: Pair) -> bool:
        return self.likeness(pair.one, pair.other) >= self.threshold


def parley() -> Judge:
    return Judge("Parley", score, 0.70)


_SCORERS: Mapping[str, Callable[..., float]] = {
    "ratio": fuzz.ratio,
    "partial_ratio": fuzz.partial_ratio,
    "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio,
    "partial_token_sort_ratio": fuzz.partial_token_sort_ratio,
    "WRatio": fuzz.WRatio,
    "QRatio": fuzz.QRatio,
}


def best_rapidfuzz(known: Sequence[Pair]) -> Judge:
    """The scorer and threshold with the fewest mistakes on known pairs, on plain text or on our letters."""
    judges = [
        _with_best_threshold(f"rapidfuzz {name}{kind}", _fuzzy(scorer, prepare), known)
        for name, scorer in _SCORERS.items()
        for kind, prepare in ((", as it comes", utils.default_process), (", on our letters", _letters))
    ]
    return min(judges, key=lambda judge: sum(map(judge.is_wrong, known)))


def _fuzzy(scorer: Callable[..., float], prepare: Callable[[str], str]) -> Likeness:
    return lambda one, other: float(scorer(prepare(one), prepare(other))) / 100


def _letters(text: str) -> str:
    return normalise(text).plain


def best_minhash(known: Sequence[Pair]) -> Judge:
    return _with_best_threshold("MinHash", lambda one, other: minhash(one).jaccard(minhash(other)), known)


def _with_best_threshold(name: str, likeness: Likeness, known: Sequence[Pair]) -> Judge:
    scored = [(likeness(pair.one, pair.other), pair.is_copy) for pair in known]
    candidates = sorted({round(value, 2) for value, _ in scored})
    best = min(candidates, key=lambda limit: sum((value >= limit) != is_copy for value, is_copy in scored))
    return Judge(name, likeness, best)


def minhash(text: str) -> MinHash:
    plain = normalise(text).plain
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch([plain[at : at + 5].encode() for at in range(max(1, len(plain) - 4))])
    return made


class Scan:
    """rapidfuzz over all texts: there is no index, every check reads everything."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [utils.default_process(text) for text in texts]

    def check(self, text: str) -> object:
        return process.extract(
            utils.default_process(text), self._texts, scorer=fuzz.partial_ratio, score_cutoff=70, limit=5
        )


class Buckets:
    """datasketch's LSH over all texts, in the memory of one process."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._index = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
        for number, text in enumerate(texts):
            self._index.insert(number, minhash(text))

    def check(self, text: str) -> object:
        return self._index.query(minhash(text))
