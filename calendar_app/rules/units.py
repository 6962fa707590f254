"""Measures as people read them: a number with its unit, in both languages."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import count

from calendar_app.platforms.counting import UNIT_WORDS, Unit
from calendar_app.wording import Text, duration

_COUNTED: Mapping[str, Text] = {
    "days": Text("{n} {n:day|days}", "{n} {n:Tag|Tage}"),
    "hours": Text("{n} {n:hour|hours}", "{n} {n:Stunde|Stunden}"),
    "working days": Text("{n} working {n:day|days}", "{n} {n:Arbeitstag|Arbeitstage}"),
    "working hours": Text("{n} working {n:hour|hours}", "{n} {n:Arbeitsstunde|Arbeitsstunden}"),
    "letters": Text("{n} {n:letter|letters}", "{n} {n:Buchstabe|Buchstaben}"),
    "characters": Text("{n} {n:character|characters}", "{n} Zeichen"),
    "words": Text("{n} {n:word|words}", "{n} {n:Wort|Wörter}"),
    "posts": Text("{n} {n:post|posts}", "{n} {n:Beitrag|Beiträge}"),
    "variants": Text("{n} {n:variant|variants}", "{n} {n:Fassung|Fassungen}"),
    "channels": Text("{n} {n:channel|channels}", "{n} {n:Kanal|Kanäle}"),
    "people": Text("{n} {n:person|people}", "{n} {n:Person|Personen}"),
    "contributions": Text("{n} {n:contribution|contributions}", "{n} {n:Beitrag|Beiträge} bei anderen"),
    "hashtags": Text("{n} {n:hashtag|hashtags}", "{n} {n:Hashtag|Hashtags}"),
    "mentions": Text("{n} {n:mention|mentions}", "{n} {n:Erwähnung|Erwähnungen}"),
    "links": Text("{n} {n:link|links}", "{n} {n:Link|Links}"),
    "images": Text("{n} {n:image|images}", "{n} {n:Bild|Bilder}"),
    "phrases": Text("{n} {n:phrase|phrases}", "{n} {n:Wendung|Wendungen}"),
    "points": Text("{n} {n:point|points}", "{n} {n:Punkt|Punkte}"),
    "worst cases": Text("{n} worst {n:case|cases}", "{n} {n:Störfall|Störfälle}"),
    "times": Text("{n} {n:time|times}", "{n}-mal"),
    "to 1": Text("{n} to 1", "{n} zu 1"),
    "%": Text("{n}%", "{n} %"),
    "o'clock": Text("{n} o’clock", "{n} Uhr"),
}

SEVERAL = 2
"""A number that takes the plural in both languages."""

YES_OR_NO = ""
"""The unit of a number that is 1 for yes and 0 for no."""

_NO, _YES = Text("no", "nein"), Text("yes", "ja")


def measure(number: int, unit: str) -> Text:
    """A number in a unit of the rules or of a platform's counting: "30%", "1 post", "8 h 11 min"."""
    if unit == "minutes":
        return duration(number)
    if unit == YES_OR_NO:
        return _YES if number else _NO
    if unit in set(Unit):
        words = UNIT_WORDS[Unit(unit)]
        return _filled(Text(f"{{n}} {words.en}", f"{{n}} {words.de}"), number)
    return _filled(_COUNTED[unit], number)


def told_apart(share: Fraction, limit: int) -> Text:
    """A share in percent that is not its limit, with as many decimals as show that: "34.04%"."""
    decimals = next(each for each in count(1) if round(share, each) != limit)
    written = f"{float(share):.{decimals}f}"
    return Text(f"{written}%", f"{written.replace('.', ',')} %")


def unit_alone(unit: str) -> Text:
    """The unit of a parameter, as it stands behind a field for its number; "" for a yes or no."""
    if unit == YES_OR_NO:
        return Text.name("")
    several = measure(SEVERAL, unit)
    return Text(_without_number(several.en), _without_number(several.de))


def _without_number(words: str) -> str:
    return words.removeprefix(str(SEVERAL)).lstrip(" -")


def _filled(words: Text, number: int) -> Text:
    return Text(words.fill("en", {"n": number}), words.fill("de", {"n": number}))
