"""What the demo's quarters are about, and two stories that could be written weeks ahead because of it."""

from datetime import time

from calendar_app.demo.newsroom import Story, Subject, Telling
from calendar_app.posts.models import Mode, Status

SUBJECTS = (
    Subject(
        "repair",
        "Reparieren statt wegwerfen",
        "Wer etwas Kaputtes hat, weiß danach, wohin damit; wer etwas kann, wo es gebraucht wird.",
    ),
    Subject(
        "places",
        "Lesen, wo man gerade ist",
        "Anregungen für den eigenen Alltag: wo, wann und mit wem sich lesen lässt.",
    ),
    Subject(
        "learning",
        "Lernen ohne Noten",
        "Wer neu anfängt, erfährt, welche Räume und Menschen hier helfen und was davon nichts kostet.",
        quarters_ahead=1,
    ),
)

STORIES = (
    Story(
        "Was sich zu reparieren lohnt: eine Liste aus drei Jahren Reparaturcafé.",
        "tobias",
        (
            Telling(
                "mastodon",
                22,
                time(12, 30),
                "Drei Jahre Reparaturcafé, 612 Geräte: Kaffeemaschinen gehen fast immer wieder, Drucker fast "
                "nie. Die ganze Liste hängt bei uns am Schwarzen Brett. Was davon überrascht euch?",
                answers="tobias",
                labels=("question",),
            ),
        ),
        theme="repair",
    ),
    Story(
        "Zwischen zwei Bussen ein Kapitel: Bücherboxen an fünf Haltestellen.",
        "jonas",
        (
            Telling(
                "linkedin",
                36,
                time(9, 0),
                "Fünf Haltestellen, fünf Kisten, und nach einem Monat fehlten nur drei Bücher. Die "
                "Verkehrsbetriebe haben die Kisten gebaut, Auszubildende füllen sie nach. Welche Wartezeit "
                "in Ihrem Haus könnte eine Lesezeit sein?",
                mode=Mode.SCHEDULED,
                status=Status.DRAFT,
            ),
        ),
        theme="places",
    ),
)
