"""What people do to a text before they post it again: 27 kinds of edit that leave it the same text."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

Edit = Callable[[str, random.Random, Sequence[str]], str]
"""Gets the text, a source of chance and other texts in its language; gives the edited text."""

_LINKS = ("https://example.org/aktuell/2026?ref=social", "example.org/news", "www.example.org/a/b")
_EMOJI = ("🎉", "📣", "👉🏽", "💙", "🌱", "👩‍🔧", "🇪🇺", "✨")
_LOOKALIKES = str.maketrans("aeocpxyiABEHKMOPTX", "аеосрхуіАВЕНКМОРТХ")
_LEET = str.maketrans("aeiost", "431057")
_INVISIBLE = ("\u200b", "\u200d", "\u2060", "\u00ad")
_GENDER = (("Kolleginnen und Kollegen", "Kolleg*innen"), ("Besucherinnen und Besucher", "Besucher:innen"))
_NUMBERS = (("1.000", "1000"), ("2.400", "2400"), ("38.000", "38 000"), ("9,000", "9000"), ("2,300", "2300"))


def case(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return chance.choice((str.upper, str.lower, str.title))(text)


def punctuation(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return re.sub(r"[,.:;!?–„“\"]", lambda _: chance.choice(("", "!", " …", " –")), text)


def layout(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return re.sub(r"([.!?]) ", lambda match: match[1] + chance.choice(("\n", "\n\n", "\n• ")), text)


def links(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return f"{text} {chance.choice(_LINKS)}"


def mentions(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return f"@werkstatt {text} @stadt@social.example"


def hashtags(text: str, chance: random.Random, others: Sequence[str]) -> str:
    tags = chance.sample(["#Stadt", "#werkstatt@social.example", "#2026", "#Open_Data", "#parley.example"], 3)
    return text + chance.choice(("\n\n", " ")) + " ".join(tags)


def emoji(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return re.sub(r"([.!?,])(?= |$)", lambda match: f"{match[1]} {chance.choice(_EMOJI)}", text)


def fancy_font(text: str, chance: random.Random, others: Sequence[str]) -> str:
    capital, small = chance.choice(((0x1D400, 0x1D41A), (0x1D5A0, 0x1D5BA), (0x1D670, 0x1D68A)))
    styled = {ord("A") + n: capital + n for n in range(26)} | {ord("a") + n: small + n for n in range(26)}
    return text.translate(styled)


def homoglyphs(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return "".join(c.translate(_LOOKALIKES) if chance.random() < 0.5 else c for c in text)


def zero_width(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return "".join(c + chance.choice(_INVISIBLE) if chance.random() < 0.3 else c for c in text)


def leet(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return _each_word(text, lambda w: w.translate(_LEET) if chance.random() < 0.4 and len(w) > 3 else w)


def spaced(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return _each_word(text, lambda word: " ".join(word) if chance.random() < 0.5 else word)


def typos(text: str, chance: random.Random, others: Sequence[str]) -> str:
    letters = list(text)
    for _ in range(max(1, len(text) // 45)):
        place = chance.randrange(len(letters) - 1)
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def umlauts(text: str, chance: random.Random, others: Sequence[str]) -> str:
    for umlaut, written in zip("äöüÄÖÜß", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss"), strict=True):
        text = text.replace(umlaut, written)
    return unicodedata.normalize("NFD", text) if chance.random() < 0.5 else text


def number_format(text: str, chance: random.Random, others: Sequence[str]) -> str:
    for one, other in _NUMBERS:
        text = text.replace(one, other)
    return text


def gender(text: str, chance: random.Random, others: Sequence[str]) -> str:
    for long, short in _GENDER:
        text = text.replace(long, short)
    return re.sub(r"\b(\w{4,})(er|or)innen\b", r"\1\2*innen", text)


def prepend(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return f"{_sentence(chance.choice(others), chance)} {text}"


def append(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return f"{text} {_sentence(chance.choice(others), chance)}"


def signature(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return f"{text}\n\n— {chance.choice(('Euer Team', 'Anna für die Redaktion', 'Your press office, /mk'))}"


def drop_sentence(text: str, chance: random.Random, others: Sequence[str]) -> str:
    sentences = sentences_of(text)
    if len(sentences) > 1:
        del sentences[chance.randrange(len(sentences))]
    return " ".join(sentences)


def reorder(text: str, chance: random.Random, others: Sequence[str]) -> str:
    sentences = sentences_of(text)
    turn = chance.randrange(1, len(sentences)) if len(sentences) > 1 else 0
    return " ".join(sentences[turn:] + sentences[:turn])


def truncate(text: str, chance: random.Random, others: Sequence[str]) -> str:
    words = text.split()
    return " ".join(words[: max(7, int(len(words) * chance.uniform(0.45, 0.8)))]) + " …"


def excerpt(text: str, chance: random.Random, others: Sequence[str]) -> str:
    words = text.split()
    start = int(len(words) * chance.uniform(0.1, 0.3))
    return "… " + " ".join(words[start : start + max(8, int(len(words) * 0.55))])


def embed(text: str, chance: random.Random, others: Sequence[str]) -> str:
    before, after = chance.sample(list(others), 2)
    return f"{before}\n\n{text}\n\n{after}"


def replace_10(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return _replaced(text, chance, others, 0.10)


def replace_15(text: str, chance: random.Random, others: Sequence[str]) -> str:
    return _replaced(text, chance, others, 0.15)


def replace_evenly(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """Every seventh word is another one, so that nowhere stay more than six words together."""
    words = text.split()
    pool = _words(others)
    for place in range(chance.randrange(7), len(words), 7):
        words[place] = chance.choice(pool)
    return " ".join(words)


EDITS: Mapping[str, Edit] = {
    edit.__name__.replace("_", " "): edit
    for edit in (
        case,
        punctuation,
        layout,
        links,
        mentions,
        hashtags,
        emoji,
        fancy_font,
        homoglyphs,
        zero_width,
        leet,
        spaced,
        typos,
        umlauts,
        number_format,
        gender,
        prepend,
        append,
        signature,
        drop_sentence,
        reorder,
        truncate,
        excerpt,
        embed,
        replace_10,
        replace_15,
        replace_evenly,
    )
}

DECORATIONS = ("case", "layout", "links", "hashtags", "emoji", "homoglyphs", "zero width", "umlauts", "leet")
REWORDINGS = ("typos", "prepend", "append", "drop sentence", "reorder", "truncate", "embed", "replace 10")


def combined(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """One rewording, then two decorations."""
    for kind in (chance.choice(REWORDINGS), *chance.sample(DECORATIONS, 2)):
        text = EDITS[kind](text, chance, others)
    return text


def sentences_of(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def _sentence(text: str, chance: random.Random) -> str:
    return chance.choice(sentences_of(text))


def _each_word(text: str, change: Callable[[str], str]) -> str:
    return re.sub(r"\w+", lambda match: change(match[0]), text)


def _words(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"\w{4,}", text)]


def _replaced(text: str, chance: random.Random, others: Sequence[str], share: float) -> str:
    words = text.split()
    pool = _words(others)
    for place in chance.sample(range(len(words)), max(1, round(len(words) * share))):
        words[place] = chance.choice(pool)
    return " ".join(words)
