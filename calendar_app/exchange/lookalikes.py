"""Which rows of a plan may say the same as another, without comparing each with each."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice

from calendar_app.rules.case import belongs_to_the_count
from calendar_app.rules.facts import ItemId, Variant
from calendar_app.rules.kinship import distance, wording
from calendar_app.rules.letters import normalise
from calendar_app.rules.relatives import RelativesIndex

MOST_CHANNELS = 30
"""Channels with the same text that are looked at: one would do to find it, more name them all."""

_UNDATED = datetime.max.replace(tzinfo=UTC)


class Lookalikes:
    """The posts of a plan by their letters and by fingerprints of them."""

    def __init__(self, variants: Iterable[Variant], near: timedelta) -> None:
        counted = sorted(filter(belongs_to_the_count, variants), key=_when)
        self._similar = RelativesIndex(counted, near)
        keys = array("q", map(_key, counted))
        often = Counter(keys)  # numbers: a long plan says much only once
        self._equal: dict[int, dict[ItemId, list[Variant]]] = {}
        for variant, key in zip(counted, keys, strict=True):
            if often[key] > 1:
                channels = self._equal.setdefault(key, {})
                channels.setdefault(variant.channel_id, []).append(variant)

    def of(self, variant: Variant) -> tuple[Variant, ...]:
        """Of each channel the nearest post with the same letters, then the most similar posts."""
        channels = self._equal.get(_key(variant), {})
        equal = [_nearest(channels.get(variant.channel_id, []), variant)]
        others = (posts for channel_id, posts in channels.items() if channel_id != variant.channel_id)
        equal += [_nearest(posts, variant) for posts in islice(others, MOST_CHANNELS)]
        found = {each.id: each for each in (*filter(None, equal), *self._similar.of(variant))}
        return tuple(found.values())


def letters_of(variant: Variant) -> str:
    """What is left of a row's text when layout, links, tags and disguise are taken away."""
    return normalise(wording(variant)).plain


def _key(variant: Variant) -> int:
    """Equal for equal letters; where others meet by chance, the rules compare the letters."""
    return hash(letters_of(variant))


def _nearest(posts: list[Variant], variant: Variant) -> Variant | None:
    """Of posts in order of time the nearest other one; undated ones stand last and are near to everything."""
    after = bisect_left(posts, _when(variant), key=_when)
    around = (*posts[max(0, after - 1) : after + 2], *posts[-2:])
    others = (each for each in around if each.id != variant.id)
    return min(others, key=lambda other: distance(variant, other), default=None)


def _when(variant: Variant) -> datetime:
    return variant.effective_at or _UNDATED
