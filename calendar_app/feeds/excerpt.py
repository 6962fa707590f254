"""How much of a text goes into a calendar: a feed is read on phones, and Google refuses large ones."""

TITLE = 200
PASSAGE = 300


def excerpt(text: str, most: int) -> str:
    """The beginning of a text in at most so many characters, cut between words where there are any."""
    if len(text) <= most:
        return text
    words, _, _ = text[:most].rpartition(" ")
    return f"{(words or text[: most - 1]).rstrip()}…"
