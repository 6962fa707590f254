"""Public holidays where a team works: the German Länder, Austria and the Swiss cantons.

The dates come from the library `holidays`, whose tables follow each country's law; nothing is fetched.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from calendar_app.foundation.i18n import current_language

_LANGUAGES = {"de": "de", "en": "en_US"}

# Code → name, as the place itself calls itself; names of places are not translated.
REGIONS: Mapping[str, str] = {
    "DE-BW": "Baden-Württemberg",
    "DE-BY": "Bayern",
    "DE-BE": "Berlin",
    "DE-BB": "Brandenburg",
    "DE-HB": "Bremen",
    "DE-HH": "Hamburg",
    "DE-HE": "Hessen",
    "DE-MV": "Mecklenburg-Vorpommern",
    "DE-NI": "Niedersachsen",
    "DE-NW": "Nordrhein-Westfalen",
    "DE-RP": "Rheinland-Pfalz",
    "DE-SL": "Saarland",
    "DE-SN": "Sachsen",
    "DE-ST": "Sachsen-Anhalt",
    "DE-SH": "Schleswig-Holstein",
    "DE-TH": "Thüringen",
    "AT": "Österreich",
    "CH-AG": "Aargau",
    "CH-AR": "Appenzell Ausserrhoden",
    "CH-AI": "Appenzell Innerrhoden",
    "CH-BL": "Basel-Landschaft",
    "CH-BS": "Basel-Stadt",
    "CH-BE": "Bern / Berne",
    "CH-FR": "Fribourg / Freiburg",
    "CH-GE": "Genève",
    "CH-GL": "Glarus",
    "CH-GR": "Graubünden / Grischun / Grigioni",
    "CH-JU": "Jura",
    "CH-LU": "Luzern",
    "CH-NE": "Neuchâtel",
    "CH-NW": "Nidwalden",
    "CH-OW": "Obwalden",
    "CH-SG": "St. Gallen",
    "CH-SH": "Schaffhausen",
    "CH-SO": "Solothurn",
    "CH-SZ": "Schwyz",
    "CH-TG": "Thurgau",
    "CH-TI": "Ticino",
    "CH-UR": "Uri",
    "CH-VS": "Valais / Wallis",
    "CH-VD": "Vaud",
    "CH-ZG": "Zug",
    "CH-ZH": "Zürich",
}


def holidays_around(region: str, day: date) -> Mapping[date, str]:
    """The holidays of a region in the year of a day and the years beside it, named in the reader's language.

    Nothing for an unknown region, "" among them.
    """
    if region not in REGIONS:
        return {}
    return _in_years(region, (day.year - 1, day.year, day.year + 1), current_language())


@lru_cache(maxsize=256)
def _in_years(region: str, years: Iterable[int], language: str) -> Mapping[date, str]:
    country, _, part = region.partition("-")
    found = country_holidays(country, subdiv=part or None, years=years, language=_LANGUAGES[language])
    return dict(found.items())
