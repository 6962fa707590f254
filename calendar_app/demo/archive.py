"""What the library said in the two months before: a weekly series, a signature, and habits it is giving up.

The pairs marked as mistakes are what "find copies" shows.
"""

from datetime import time

from calendar_app.demo.newsroom import Story, Telling
from calendar_app.posts.models import Status

_SIGNATURE = "Ihre Stadtbibliothek Lindenau, Markt 3, dienstags bis samstags ab 10 Uhr"


def _told(core: str, author: str, *tellings: tuple[str, int, time, str]) -> Story:
    """A story that is out; whoever wrote it answers."""
    return Story(
        core,
        author,
        tuple(
            Telling(channel, day, at, text, status=Status.PUBLISHED, answers=author)
            for channel, day, at, text in tellings
        ),
    )


def _signed(text: str) -> str:
    return f"{text}\n\n{_SIGNATURE}"


_BOOKMARKS = (
    (-45, "ein Rezept für Quittengelee, in Sütterlin, und auf der Rückseite steht „zu süß!“."),
    (-38, "die Eintrittskarte zu einem Spiel, das 1:7 ausging. Sie lag in einem Ratgeber gegen Ärger."),
    (-31, "ein vierblättriges Kleeblatt zwischen zwei Seiten über Wahrscheinlichkeit."),
    (-24, "Tommys Vokabelzettel. Tommy, „enough“ schreibt man mit gh, und du kannst ihn abholen!"),
    (-17, "eine Feder vom Eichelhäher. Unser Hausmeister hat sie erkannt, und das ohne Buch."),
    (-10, "Knäckebrot, eine halbe Scheibe. Wir sagen nur: Band 3, und bitte nicht noch einmal."),
)

_READING_CLUB = (
    "Drei Bücher in sechs Wochen, und am Ende ein Fest im Hof: Der Ferienleseclub beginnt. Mitmachen "
    "können alle zwischen sieben und vierzehn, und wer kein Buch mag, darf es in eine Schublade legen "
    "und über das Weglegen reden."
)
_GLASSES = (
    "Gefunden im Lesesaal: elf Lesebrillen, ein Gebiss aus Kunststoff und ein Liebesbrief an „meine "
    "Bärin“. Alles liegt zwei Wochen am Tresen, danach geht es ins Fundbüro. Nur den Brief behalten "
    "wir, bis jemand fragt."
)
_NIGHT_BOX = (
    "Die Rückgabeklappe am Markt ist repariert und nimmt wieder rund um die Uhr Bücher an. Wer in den "
    "letzten Tagen vor verschlossener Klappe stand, zahlt keine Gebühr: Alle Fristen sind um eine "
    "Woche verlängert."
)

STORIES = (
    *(
        _told(
            f"Lesezeichen der Woche, vor {-day // 7} Wochen.",
            "svenja",
            ("instagram", day, time(17, 0), f"Lesezeichen der Woche: {found}"),
        )
        for day, found in _BOOKMARKS
    ),
    # Mistake: one text for two channels.
    _told(
        "Der Ferienleseclub beginnt.",
        "svenja",
        ("linkedin", -55, time(9, 0), _signed(_READING_CLUB)),
        ("facebook", -55, time(9, 0), f"{_signed(_READING_CLUB)} 📚☀️ #Ferienleseclub"),
    ),
    # Mistake: the same once more with another opening.
    _told(
        "Die Rückgabeklappe geht wieder.",
        "jonas",
        ("linkedin", -34, time(9, 0), _signed(_NIGHT_BOX)),
        ("x", -34, time(9, 5), f"Gute Nachricht! {_NIGHT_BOX.replace('rund um die Uhr', 'jederzeit')}"),
    ),
    # Mistake: told again two weeks later with one more find.
    _told("Was im Lesesaal liegen bleibt.", "svenja", ("instagram", -36, time(12, 0), _GLASSES)),
    _told(
        "Was im Lesesaal liegen bleibt, noch einmal.",
        "svenja",
        ("instagram", -22, time(12, 0), _GLASSES.replace("elf Lesebrillen", "elf Lesebrillen, ein Kamm")),
    ),
    _told(
        "Betriebe leihen Lernkoffer.",
        "jonas",
        (
            "linkedin",
            -41,
            time(9, 0),
            _signed(
                "Ein Koffer voller Löttechnik, einer voller Sprachspiele: Vierzehn Betriebe haben im "
                "letzten Jahr bei uns Lernkoffer ausgeliehen. Welcher fehlt in Ihrer Ausbildung?"
            ),
        ),
    ),
    _told(
        "Stille Arbeitsplätze werden gebucht.",
        "jonas",
        (
            "linkedin",
            -27,
            time(9, 0),
            _signed(
                "Sechs Kabinen, keine Musik, gutes Licht: Seit wir stille Arbeitsplätze verleihen, "
                "schreiben bei uns Meisterschülerinnen neben Steuerberatern. Wo arbeitet Ihr Team, "
                "wenn es nachdenken muss?"
            ),
        ),
    ),
    _told(
        "Die Schulen buchen Führungen.",
        "jonas",
        (
            "linkedin",
            -20,
            time(9, 0),
            _signed(
                "„Darf man hier auch reden?“ Das fragen Viertklässler zuerst. Dreißig Klassen waren "
                "seit Herbst im Haus, und die Antwort war jedes Mal ja. Was fragen Kinder bei Ihnen?"
            ),
        ),
    ),
    _told(
        "Der Stadtrat war zu Gast.",
        "jonas",
        (
            "linkedin",
            -13,
            time(9, 0),
            _signed(
                "Der Kulturausschuss hat im Lesesaal getagt und länger gestöbert als gesprochen. "
                "Geblieben ist eine Zusage: Die Zweigstelle Ost bekommt einen Aufzug. Danke allen, "
                "die dafür geschrieben haben!"
            ),
        ),
    ),
)
