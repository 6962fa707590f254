"""The demo's content: the team, the channels and three weeks of the invented city library of Lindenau.

Days count from the Monday of the week in which the demo is opened: -7 to -1 is last week, 7 to 13 the next one.
The texts marked as mistakes are there on purpose: each makes one rule speak.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time

from calendar_app.channels.models import ChannelState
from calendar_app.channels.register.models import AccessKind, AccessRight
from calendar_app.demo import drawings
from calendar_app.engagement.materials.models import Point
from calendar_app.engagement.models import AgendaKind, InteractionKind, OutcomeKind, SlotKind
from calendar_app.people.models import Role
from calendar_app.posts.models import Mode, Status
from calendar_app.rules.facts import InboundKind


@dataclass(frozen=True)
class Member:
    key: str
    name: str
    role: Role
    minutes: int  # a week, for posts and conversation
    trained: bool = True


@dataclass(frozen=True)
class Account:
    """A channel of the demo."""

    key: str
    name: str
    platform: str
    url: str
    purpose: str
    audience: str
    owner: str
    deputy: str
    state: ChannelState = ChannelState.ACTIVE
    closes_in_days: int | None = None
    launched_days_ago: int | None = None
    successor: str | None = None
    outside_tool: str = ""
    pinned: str = ""
    names_team: bool = True


@dataclass(frozen=True)
class Key:
    """Who gets into an account; a holder that is no member's key is an agency's or a tool's name."""

    channel: str
    holder: str
    kind: AccessKind = AccessKind.PERSONAL
    may: AccessRight = AccessRight.POST
    vault: str = ""
    has_two_factor: bool = True
    holds_recovery: bool = False
    reviewed_days_ago: int = 40
    ends_in_days: int | None = None


@dataclass(frozen=True)
class Telling:
    """What one channel says of a story."""

    channel: str
    day: int
    at: time
    text: str
    mode: Mode = Mode.LIVE
    status: Status = Status.SCHEDULED
    answers: str | None = None
    labels: tuple[str, ...] = ()
    picture: Callable[[], bytes] | None = None
    alt: str = ""


@dataclass(frozen=True)
class Story:
    core: str
    author: str
    tellings: tuple[Telling, ...]
    facts: str = ""
    link: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Subject:
    """A theme, in the present quarter or in one of the next."""

    key: str
    name: str
    benefit: str
    quarters_ahead: int = 0


@dataclass(frozen=True)
class Appointment:
    """A weekly slot; `outcomes` tells what became of last week's occurrences, by weekday."""

    person: str
    channels: tuple[str, ...]
    weekdays: tuple[int, ...]
    at: time
    minutes: int
    kind: SlotKind
    note: str = ""
    outcomes: dict[int, OutcomeKind] = field(default_factory=dict)
    deputy: str | None = None


@dataclass(frozen=True)
class Talk:
    """A conversation somebody logged; one of this week is told once its time has come."""

    channel: str
    person: str
    day: int
    at: time
    kind: InteractionKind
    quality: int
    note: str


@dataclass(frozen=True)
class Inquiry:
    """What somebody asked or said, without a day in the last hour; `answered` on a day at a time closes it."""

    channel: str
    kind: InboundKind
    day: int | None
    at: time
    handle: str
    text: str
    answered: tuple[int, time] | None = None


@dataclass(frozen=True)
class Visit:
    """Somebody, or a topic, worth visiting, or words to look for."""

    channel: str
    name: str
    url: str = ""
    note: str = ""
    kind: AgendaKind = AgendaKind.PERSON


NAME = "Stadtbibliothek Lindenau"

MEMBERS = (
    Member("miriam", "Miriam Hofmann", Role.ADMIN, 60),
    Member("jonas", "Jonas Weber", Role.LEAD, 180),
    Member("aylin", "Aylin Kaya", Role.APPROVER, 120),
    Member("tobias", "Tobias Lang", Role.AUTHOR, 240),
    Member("svenja", "Svenja Petersen", Role.AUTHOR, 240),
    Member("emil", "Emil Richter", Role.TRAINEE, 120, trained=False),
)

IDEA = "bluesky"

CHANNELS = (
    Account(
        "mastodon",
        "Mastodon",
        "mastodon",
        "https://mastodon.example/@bibliothek_lindenau",
        "Mit Leserinnen und Lesern über Bücher reden, Fragen aus dem Netz beantworten.",
        "Vielleser, andere Bibliotheken, Menschen aus der offenen Wissensszene",
        "tobias",
        "aylin",
    ),
    Account(
        "linkedin",
        "LinkedIn-Seite",
        "linkedin",
        "https://www.linkedin.com/company/bibliothek-lindenau",
        "Zeigen, was Bibliotheken für Schulen und Betriebe tun; Partner finden.",
        "Lehrkräfte, Personalabteilungen, Stadtpolitik",
        "jonas",
        "miriam",
    ),
    Account(
        "instagram",
        "Instagram",
        "instagram",
        "https://www.instagram.com/bibliothek_lindenau",
        "Einblicke in den Alltag, Lesetipps von Menschen aus dem Haus.",
        "Familien und junge Erwachsene aus Lindenau",
        "svenja",
        "emil",
        state=ChannelState.PROBATION,
        launched_days_ago=75,
    ),
    Account(
        "facebook",
        "Facebook-Seite",
        "facebook",
        "https://www.facebook.com/bibliothek.lindenau",
        "Veranstaltungen ankündigen, Fragen zu Öffnungszeiten beantworten.",
        "Stammgäste über 40",
        "svenja",
        "jonas",
        names_team=False,
    ),
    Account(
        "x",
        "X",
        "x",
        "https://x.com/bib_lindenau",
        "Wird geschlossen: Die Gespräche finden inzwischen auf Mastodon statt.",
        "Presse",
        "jonas",
        "tobias",
        state=ChannelState.CLOSING,
        closes_in_days=33,
        successor="mastodon",
        outside_tool="Katalog-Feed",
        pinned="https://x.com/bib_lindenau/status/1904",
    ),
    Account(
        IDEA,
        "Bluesky",
        "bluesky",
        "",
        "Mit anderen Bibliotheken über Medienbildung reden.",
        "Bibliotheken, Schulen, Menschen aus der Medienpädagogik",
        "aylin",
        "tobias",
        state=ChannelState.IDEA,
    ),
)

_SAFE = "KeePass, Öffentlichkeitsarbeit"

KEYS = (
    Key(
        "mastodon", "tobias", AccessKind.SHARED, AccessRight.MANAGE, f"{_SAFE}, Mastodon", holds_recovery=True
    ),
    Key("mastodon", "aylin", AccessKind.SHARED, vault=f"{_SAFE}, Mastodon"),
    Key("linkedin", "jonas", may=AccessRight.MANAGE, holds_recovery=True),
    Key("linkedin", "miriam", may=AccessRight.MANAGE),
    Key("linkedin", "aylin"),
    Key("instagram", "svenja", may=AccessRight.MANAGE, holds_recovery=True),
    Key("instagram", "emil"),
    # Mistakes: nobody has looked for a quarter of a year, and one gets in with a password alone.
    Key("facebook", "svenja", may=AccessRight.MANAGE, holds_recovery=True, reviewed_days_ago=96),
    Key("facebook", "jonas", has_two_factor=False, reviewed_days_ago=96),
    Key("x", "jonas", AccessKind.SHARED, AccessRight.MANAGE, f"{_SAFE}, X", holds_recovery=True),
    Key("x", "tobias", AccessKind.SHARED, vault=f"{_SAFE}, X"),
    Key("x", "Katalog-Feed", AccessKind.TOOL, vault=f"{_SAFE}, Token des Katalog-Feeds"),
    Key("x", "Agentur Blickfang", vault="Rolle im Konto der Agentur", ends_in_days=5),
)

# What was thought through before a launch: one that is being prepared, and one that is on probation.
GATES: dict[str, dict[str, object]] = {
    IDEA: {
        "goal": "Mit anderen Bibliotheken über Medienbildung reden; in einem halben Jahr zwei gemeinsame Vorhaben.",
        "evidence": "Elf von zwanzig befragten Häusern im Verbund sind dort, vier antworten täglich.",
        "accounts": "Stadtbibliothek Ahrenfeld\nVerbund Nordbibliotheken\nLernwerkstatt Süd",
        "minutes": 60,
        "source": "X schließt und gibt seine Minuten ab.",
    },
    "instagram": {
        "goal": "Menschen unter 30 fragen uns nach Büchern: jede Woche fünf Gespräche.",
        "evidence": "Neun von zwölf Jugendlichen im Leseclub sind dort und zeigen, was sie lesen.",
        "accounts": "Kiosk am Ostplatz\nBuchhandlung Petersen\nJugendzentrum Anker\nSchülerzeitung Lupe\nLesebühne Ost",
        "minutes": 90,
        "given_minutes": 60,
        "source": "Facebook gibt eine Stunde ab, der Rest ist frei.",
        "plan": "Zwei Beiträge in der Woche, montags und donnerstags Dialogzeit.",
        "imprint_url": "https://bibliothek-lindenau.example/impressum",
        "council": "Nicht nötig: kein Personalrat im Haus.",
        "exit_criterion": "Nach 90 Tagen weniger als ein Gespräch in der Woche.",
    },
}

_NIGHT = (
    "Die Lange Nacht der Bibliotheken lädt am Freitag von 18 bis 24 Uhr ein: Führungen durch das Magazin, "
)
_NIGHT += "Lesungen im Treppenhaus und ein Bücherquiz um Mitternacht. Der Eintritt ist frei."

_REPAIRS = "Vierzig Reparaturen an einem Nachmittag, getragen von elf Ehrenamtlichen. Besonders gefragt sind Menschen, "
_REPAIRS += (
    "die löten können und Spaß am Erklären haben. Welche Betriebe in Lindenau geben ihren Auszubildenden "
)
_REPAIRS += "dafür einen halben Tag frei?"

STORIES = (
    Story(
        "Unser Reparaturcafé hat 40 Geräte gerettet; die Ehrenamtlichen suchen Verstärkung.",
        "tobias",
        (
            Telling(
                "mastodon",
                -6,
                time(10, 0),
                "Toaster, Plattenspieler, ein Teddy mit Sprachfehler: Am Samstag liefen bei uns wieder 40 Dinge aus "
                "der Tür, die fast im Müll gelandet wären. Was habt ihr zuletzt selbst repariert – und woran seid "
                "ihr gescheitert?",
                status=Status.PUBLISHED,
                answers="tobias",
                labels=("question",),
            ),
            Telling(
                "linkedin",
                -5,
                time(9, 0),
                _REPAIRS,
                status=Status.PUBLISHED,
                answers="jonas",
                labels=("question",),
            ),
            Telling(
                "instagram",
                -5,
                time(16, 30),
                "Der Teddy spricht wieder. Frau Albers hat drei Stunden gelötet, und Lio (6) hat die ganze Zeit "
                "Händchen gehalten. Wer von euch hat noch ein Kuscheltier mit Geschichte?",
                status=Status.PUBLISHED,
                answers="svenja",
            ),
        ),
        facts="Samstag, 40 Geräte, 11 Ehrenamtliche, Leitung: Frau Albers. Nächster Termin am ersten Samstag.",
        link="https://bibliothek-lindenau.example/reparaturcafe",
        theme="repair",
    ),
    Story(
        "Wer liest, was wir wegwerfen? Ein Blick in die Kiste der Rückgaben.",
        "svenja",
        (
            Telling(
                "instagram",
                -3,
                time(17, 0),
                "Lesezeichen der Woche: ein Kassenbon über 14 Gläser Gurken, eine Postkarte aus Triest, eine "
                "Haarspange. Was war das Seltsamste, das ihr je in einem Buch gefunden habt?",
                picture=drawings.shelf,
                alt="Ein Regal mit bunten Büchern; aus einem ragt ein Zettel.",
                status=Status.PUBLISHED,
                answers="svenja",
                labels=("question",),
            ),
            Telling(
                "mastodon",
                -2,
                time(11, 0),
                "In 212 zurückgegebenen Büchern steckten diese Woche 31 vergessene Dinge. Wir heben alles ein Jahr "
                "lang auf. Ein Brief von 1987 ist dabei, und wir würden ihn gern zurückgeben: Wer kennt eine "
                "Hannelore aus der Lindenstraße?",
                status=Status.PUBLISHED,
                answers="tobias",
            ),
        ),
    ),
    Story(
        "Die Lokalzeitung fragt, was am meisten ausgeliehen wird.",
        "jonas",
        (
            Telling(
                "x",
                -4,
                time(10, 0),
                "Die Redaktion des Lindenauer Boten wollte wissen, was bei uns am häufigsten über den Tresen geht. "
                "Antwort: die Bohrmaschine. Was hätten Sie getippt?",
                status=Status.PUBLISHED,
                answers="jonas",
                labels=("question",),
            ),
        ),
    ),
    Story(
        "Bibliotheksausweis kostet für Auszubildende nichts mehr.",
        "jonas",
        (
            Telling(
                "linkedin",
                1,
                time(9, 0),
                "Ab sofort lesen Auszubildende bei uns kostenlos, mit Zugang zu Fachdatenbanken und Lernräumen. "
                "Angestoßen hat das eine Berufsschulklasse mit einem Brief an den Stadtrat. Was müsste eine "
                "Bibliothek Ihren Auszubildenden noch bieten?",
                mode=Mode.SCHEDULED,
                answers="jonas",
                labels=("question",),
            ),
            Telling(
                "mastodon",
                1,
                time(12, 30),
                "Eine Berufsschulklasse hat dem Stadtrat geschrieben, und der Stadtrat hat zugehört: Wer eine "
                "Ausbildung macht, zahlt für den Ausweis nichts mehr. Wir ziehen den Hut vor der BM22b. Welche "
                "Hürde sollte als nächste fallen?",
                answers="aylin",
            ),
        ),
        facts="Beschluss des Stadtrats vom letzten Donnerstag; gilt für alle Ausbildungsberufe, Nachweis genügt.",
        link="https://bibliothek-lindenau.example/ausweis",
    ),
    # Mistake: most of what X says this week comes out of a machine, and all that from one feed.
    *(
        Story(
            f"Neu im Katalog: {title}.",
            "tobias",
            (Telling("x", day, time(7, 0), f"Neu im Katalog: {title} #Neuerwerbung", mode=Mode.FEED),),
        )
        for day, title in (
            (0, "sieben Romane aus Norwegen"),
            (1, "Kochbücher für eine Hand"),
            (2, "Hörspiele ab acht Jahren"),
            (3, "Stadtpläne von 1920"),
        )
    ),
    Story(
        "Das Konto auf X schließt; geredet wird auf Mastodon.",
        "jonas",
        (
            Telling(
                "x",
                3,
                time(10, 0),
                "Wir verabschieden uns von diesem Konto: Am Monatsende ist hier Schluss. Wer mit uns über Bücher "
                "reden will, findet uns auf Mastodon. Danke für sieben Jahre!",
                answers="jonas",
                labels=("farewell",),
            ),
        ),
    ),
    Story(
        "Vorlesen im Seniorenheim: Wir suchen Stimmen.",
        "svenja",
        (
            Telling(
                "instagram",
                2,
                time(17, 0),
                "Herr Demir ist 91 und kann den „Zauberberg“ auswendig. Vorlesen lässt er sich trotzdem gern, am "
                "liebsten Krimis. Donnerstags fehlt uns noch eine Stimme. Wer mag?",
                answers="svenja",
                labels=("question",),
            ),
        ),
        theme="places",
    ),
    Story(
        "Abends im Lesesaal: Was wird gerade gelesen?",
        "svenja",
        (
            # Mistake: nobody is booked to answer around this time.
            Telling(
                "instagram",
                4,
                time(20, 15),
                "Freitagabend, 20 Uhr, und im Lesesaal brennt noch Licht. Was lest ihr gerade?",
                picture=drawings.reading_room_at_night,
                alt="Die Bibliothek bei Nacht: neun helle Fenster, eins ist dunkel, darüber der Mond.",
                mode=Mode.SCHEDULED,
            ),
        ),
        theme="places",
    ),
    Story(
        "Die Lange Nacht der Bibliotheken findet am Freitag nächster Woche statt.",
        "svenja",
        (
            # Mistakes: one text for everybody, and the same text with a hat on.
            Telling("linkedin", 8, time(9, 0), _NIGHT, mode=Mode.SCHEDULED, status=Status.IN_REVIEW),
            Telling(
                "instagram",
                8,
                time(9, 0),
                _NIGHT + " 📚✨ #LangeNacht #Bibliothek #Lindenau",
                mode=Mode.SCHEDULED,
                status=Status.DRAFT,
            ),
            Telling(
                "mastodon",
                8,
                time(9, 10),
                "Nicht verpassen! Die Lange Nacht der Bibliotheken lädt am Freitag von 18 bis 24 Uhr ein: Führungen "
                "durchs Magazin, Lesungen im Treppenhaus und ein Bücherquiz um Mitternacht.",
                mode=Mode.SCHEDULED,
                status=Status.DRAFT,
            ),
        ),
        facts="Freitag, 18–24 Uhr, Haupthaus und Zweigstelle Ost, Eintritt frei, ohne Anmeldung.",
        link="https://bibliothek-lindenau.example/lange-nacht",
    ),
    Story(
        "Das Reparaturcafé sucht noch immer Menschen, die löten können.",
        "jonas",
        (
            # Mistake: the channel said exactly this last week.
            Telling("linkedin", 9, time(9, 0), _REPAIRS + " #Ehrenamt", status=Status.DRAFT, answers="jonas"),
        ),
        theme="repair",
    ),
    Story(
        "Das Bücherquiz der Langen Nacht sucht Mitratende.",
        "tobias",
        (
            Telling(
                "mastodon",
                10,
                time(18, 0),
                "Wir üben für Freitag: Das Bücherquiz hat eine Frage, die im Haus niemand beantworten konnte. In "
                "welchem Roman stirbt die Hauptfigur schon im ersten Satz und erzählt trotzdem weiter?",
                answers="tobias",
                labels=("question",),
            ),
        ),
    ),
    Story(
        "Die Zweigstelle Ost wird umgebaut; Rückgabe läuft über den Kiosk gegenüber.",
        "jonas",
        (
            # Mistake: longer than X counts.
            Telling(
                "x",
                9,
                time(9, 0),
                "Unsere Zweigstelle Ost wird ab Montag umgebaut und bleibt voraussichtlich bis Ostern geschlossen … "
                "Bücher nimmt so lange der Kiosk gegenüber an, montags bis samstags von 7 bis 19 Uhr. Ausleihen "
                "verlängern sich von allein. Fragen beantworten wir am Telefon, per E-Mail und am liebsten im "
                "Haupthaus am Markt …",
                status=Status.DRAFT,
            ),
            Telling(
                "linkedin",
                10,
                time(9, 0),
                "Eine Bibliothek zieht für ein paar Monate in einen Kiosk. Herr Yıldız nimmt gegenüber unserer "
                "Baustelle Bücher zurück, verkauft Brötchen dazu und hat inzwischen eigene Lesetipps im Fenster. "
                "Wo entstehen bei Ihnen solche Nachbarschaften?",
                mode=Mode.SCHEDULED,
                answers="jonas",
            ),
        ),
        theme="places",
    ),
)

# Facebook was last spoken on weeks ago: an inactive channel.
SILENT_SINCE = Telling(
    "facebook",
    -48,
    time(9, 0),
    "Am verlängerten Wochenende bleiben beide Häuser geschlossen. Die Rückgabeklappe am Markt ist wie immer offen.",
    status=Status.PUBLISHED,
)

APPOINTMENTS = (
    Appointment(
        "tobias",
        ("mastodon",),
        (0, 1, 3),
        time(11, 0),
        30,
        SlotKind.VISIT,
        "Erst bei anderen lesen und antworten, dann in die eigenen Erwähnungen schauen.",
        {0: OutcomeKind.DONE, 1: OutcomeKind.DONE, 3: OutcomeKind.NOTHING_TO_ADD},
        deputy="aylin",
    ),
    Appointment(
        "aylin", ("mastodon",), (1,), time(12, 30), 30, SlotKind.ENGAGE, outcomes={1: OutcomeKind.DONE}
    ),
    Appointment(
        "jonas",
        ("linkedin",),
        (1, 2),
        time(9, 0),
        30,
        SlotKind.ENGAGE,
        "Antworten auf den Beitrag vom Morgen; danach zwei Beiträge von Schulen kommentieren.",
        {1: OutcomeKind.DONE, 2: OutcomeKind.COULD_NOT},
    ),
    Appointment(
        "svenja",
        ("instagram",),
        (2,),
        time(17, 0),
        30,
        SlotKind.ENGAGE,
        outcomes={2: OutcomeKind.DONE},
    ),
    Appointment(
        "emil", ("instagram",), (4,), time(10, 0), 30, SlotKind.EMPOWER, "Danken und weiterempfehlen."
    ),
    Appointment(
        "jonas",
        ("x", "mastodon"),
        (3,),
        time(10, 0),
        90,
        SlotKind.EQUIP,
        "Wer fragt, wohin wir ziehen?",
        {3: OutcomeKind.DONE},
    ),
)

TALKS = (
    Talk(
        "mastodon",
        "tobias",
        -7,
        time(11, 10),
        InteractionKind.ANSWER,
        3,
        "Drei Runden über Lötzinn mit der Uni.",
    ),
    Talk(
        "mastodon",
        "tobias",
        -7,
        time(11, 22),
        InteractionKind.COMMENT,
        2,
        "Unter dem Beitrag der Stadtwerke.",
    ),
    Talk("mastodon", "tobias", -6, time(11, 15), InteractionKind.QUESTION, 2, "Wer kennt Hannelore?"),
    Talk(
        "mastodon",
        "aylin",
        -6,
        time(12, 40),
        InteractionKind.RECOMMENDATION,
        2,
        "Buchtipp für die Nachtschicht.",
    ),
    Talk(
        "linkedin", "jonas", -6, time(9, 20), InteractionKind.COMMENT, 3, "Mit der Berufsschule verabredet."
    ),
    Talk(
        "mastodon", "tobias", -7, time(11, 28), InteractionKind.COMMENT, 2, "Zum Lesezirkel der Nachbarstadt."
    ),
    Talk("mastodon", "tobias", -6, time(11, 20), InteractionKind.COMMENT, 3, "Wie man Buchrücken klebt."),
    Talk(
        "mastodon", "aylin", -6, time(12, 45), InteractionKind.CREDIT, 2, "Dank an das Repair-Team in Köln."
    ),
    Talk(
        "mastodon", "tobias", -4, time(11, 10), InteractionKind.COMMENT, 2, "Unter einer Frage zu E-Readern."
    ),
    Talk(
        "mastodon", "tobias", -4, time(11, 18), InteractionKind.RECOMMENDATION, 2, "Drei Krimis für die Bahn."
    ),
    Talk("mastodon", "tobias", -4, time(11, 25), InteractionKind.QUESTION, 1, "Wer sammelt Leihfristen?"),
    Talk("mastodon", "aylin", 1, time(12, 35), InteractionKind.COMMENT, 2, "Zur Ausbildung im Nachbarhaus."),
    Talk("linkedin", "jonas", -6, time(9, 30), InteractionKind.COMMENT, 2, "Beim Industriemuseum."),
    Talk("linkedin", "jonas", -6, time(9, 38), InteractionKind.CREDIT, 2, "Die Tischlerei empfohlen."),
    Talk("linkedin", "jonas", -3, time(9, 40), InteractionKind.COMMENT, 2, "Zum Azubi-Tag der Werft."),
    Talk("linkedin", "jonas", -3, time(9, 50), InteractionKind.QUESTION, 2, "An die Volkshochschule."),
    Talk("instagram", "svenja", -5, time(17, 2), InteractionKind.COMMENT, 2, "Unter dem Kiosk am Ostplatz."),
    Talk("instagram", "svenja", -5, time(17, 6), InteractionKind.COMMENT, 1, "Beim Kinderbuchladen."),
    Talk("instagram", "svenja", -5, time(17, 9), InteractionKind.QUESTION, 2, "Wer malt Lesezeichen?"),
    Talk("instagram", "svenja", -3, time(17, 10), InteractionKind.COMMENT, 2, "Zum Flohmarkt in Ost."),
    Talk("instagram", "svenja", -3, time(17, 14), InteractionKind.RECOMMENDATION, 2, "Das Museumscafé."),
    Talk("instagram", "svenja", 2, time(16, 40), InteractionKind.COMMENT, 2, "Bei der Vorlesepatin."),
    Talk("instagram", "svenja", 2, time(16, 45), InteractionKind.CREDIT, 3, "Herrn Demirs Enkelin gedankt."),
    Talk("instagram", "svenja", 2, time(16, 50), InteractionKind.QUESTION, 2, "Wer liest Krimis vor?"),
    Talk("mastodon", "tobias", 0, time(11, 20), InteractionKind.COMMENT, 2, "Über Leselampen, mit Foto."),
    Talk("linkedin", "jonas", 1, time(9, 25), InteractionKind.QUESTION, 2, "Wer bildet Lötkundige aus?"),
    Talk("instagram", "svenja", 2, time(17, 10), InteractionKind.ANSWER, 2, "Drei Stimmen fürs Vorlesen."),
    Talk("x", "jonas", -4, time(10, 15), InteractionKind.ANSWER, 2, "Warum wir gehen: zwei Nachfragen."),
    Talk("instagram", "svenja", -5, time(17, 12), InteractionKind.ANSWER, 2, "Fundsachen: vier Antworten."),
    Talk(
        "instagram", "svenja", -5, time(17, 20), InteractionKind.CREDIT, 3, "Frau Albers genannt und gedankt."
    ),
)

INQUIRIES = (
    # Mistakes: nobody has answered on the channel on which nobody speaks.
    Inquiry(
        "facebook",
        InboundKind.QUESTION,
        -5,
        time(15, 20),
        "Renate B.",
        "Haben Sie am Brückentag offen? Telefonisch geht niemand ran.",
    ),
    Inquiry(
        "facebook",
        InboundKind.COMPLAINT,
        -3,
        time(16, 30),
        "Familie Sommer",
        "Wir standen gestern vor verschlossener Tür, obwohl die Vorlesestunde angekündigt war.",
    ),
    Inquiry(
        "mastodon",
        InboundKind.QUESTION,
        None,
        time(),
        "@krimifan@mastodon.example",
        "Gibt es die neuen norwegischen Krimis auch als Hörbuch?",
    ),
    Inquiry(
        "mastodon",
        InboundKind.PRAISE,
        -6,
        time(12, 15),
        "@teddydoktor@mastodon.example",
        "Der Teddy spricht wieder. Danke an Frau Albers!",
        answered=(-6, time(12, 40)),
    ),
    Inquiry(
        "linkedin",
        InboundKind.QUESTION,
        -5,
        time(10, 10),
        "Berufsschule am Hafen",
        "Dürfen ganze Klassen einen Termin im Lernraum buchen?",
        answered=(-5, time(11, 30)),
    ),
    Inquiry(
        "x",
        InboundKind.QUESTION,
        -5,
        time(9, 5),
        "Lindenauer Bote",
        "Was leihen die Lindenauer am liebsten?",
        answered=(-5, time(9, 40)),
    ),
)

# Who follows a channel, and how many of them took part in this week's month.
AUDIENCES = {"mastodon": (640, 85), "instagram": (2_310, 120), "linkedin": (890, 31), "facebook": (4_200, 6)}

SNIPPETS = (
    (
        "Öffnungszeiten",
        "Das Haupthaus am Markt ist dienstags bis samstags von 10 bis 19 Uhr offen, die Rückgabeklappe rund um die "
        "Uhr.",
    ),
    (
        "Ausweis verlängern",
        "Der Ausweis lässt sich im Konto unter „Meine Daten“ verlängern; wer lieber vorbeikommt, braucht nur den "
        "Personalausweis.",
    ),
)

# Name, address, what for, and what of the checklist is settled.
MATERIALS = (
    (
        "Plakat zum Lindenblütenfest",
        "https://bibliothek-lindenau.example/plakat",
        "Zum Aushängen und Weiterreichen, auch ohne unser Logo.",
        tuple(Point),
    ),
    (
        "Fotos vom Bücherbus 1968",
        "https://bibliothek-lindenau.example/buecherbus",
        "Die Familie Albers fragt noch nach.",
        (Point.MAKER, Point.OPEN, Point.DESCRIBED),
    ),
)

# Name, days after this week's Monday, and what could be said about it.
OCCASIONS = (
    (
        "Tag der Handschrift",
        3,
        "Wer mag, schreibt den ersten Satz eines Lieblingsbuchs ab und zeigt ihn. Antworten mit der Hand.",
    ),
    (
        "Lindenblütenfest",
        12,
        "Die Marktgemeinde fragt jedes Jahr nach alten Fotos vom Platz: Archiv bereitlegen.",
    ),
    ("Woche der Vorlesepaten", 22, "Paten zu Wort kommen lassen, jeden Tag auf einem anderen Kanal."),
)

VISITS = (
    Visit(
        "mastodon", "Universitätsbibliothek", "https://mastodon.example/@ub", "Antwortet gern auf Fachfragen."
    ),
    Visit(
        "mastodon",
        "#Reparaturcafé",
        "https://mastodon.example/tags/reparaturcafe",
        kind=AgendaKind.TOPIC,
    ),
    Visit("mastodon", "Stadtbücherei Lindenau", note="So nennen uns viele.", kind=AgendaKind.SEARCH),
    Visit("mastodon", "Bücherbus Lindenau", kind=AgendaKind.SEARCH),
    Visit("linkedin", "Berufsschule am Hafen", "https://www.linkedin.com/school/bs-hafen", "Klasse BM22b"),
    Visit("linkedin", "Industriemuseum", "https://www.linkedin.com/company/industriemuseum"),
    Visit(
        "instagram", "Kiosk am Ostplatz", "https://www.instagram.com/kiosk_ostplatz", "Nimmt Bücher zurück."
    ),
    Visit("instagram", "Buchhandlung Petersen", "https://www.instagram.com/buch_petersen"),
    Visit("instagram", "Bibliothek Lindenau", kind=AgendaKind.SEARCH),
)
