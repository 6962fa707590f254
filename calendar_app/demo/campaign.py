"""The demo's campaign: a call with a hashtag that is still being prepared."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from calendar_app.campaigns.models import AftercareTask, Campaign, CampaignKind, OnCall, Scenario, WorstCase
from calendar_app.demo.newsroom import Story, Telling
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status

STARTS = 10  # days from this week's Monday: the Thursday of next week
LASTS = 18

CALL_STORY = Story(
    "Wo in Lindenau liest es sich am schönsten? Wir sammeln Lieblingsplätze für eine Karte.",
    "svenja",
    (
        Telling(
            "instagram",
            STARTS,
            time(17, 0),
            "Die Bank hinter der Martinskirche, der Waschsalon, die dritte Stufe im Rathaus: Wo liest du am "
            "liebsten? Zeig uns den Platz unter #LindenauLiest. Aus allen Antworten wird eine Karte, die bei "
            "uns am Tresen liegt.",
            mode=Mode.LIVE,
            status=Status.DRAFT,
            answers="svenja",
            labels=("invitation",),
        ),
        Telling(
            "mastodon",
            STARTS + 1,
            time(11, 0),
            "Gesucht: Orte, an denen man in Lindenau ungestört ein Kapitel schafft. Ein Wort zur Akustik "
            "hilft, eine Steckdose auch. Wir zeichnen daraus eine Karte und fragen vorher, wer genannt sein "
            "will. #LindenauLiest",
            mode=Mode.LIVE,
            status=Status.DRAFT,
            answers="tobias",
            labels=("invitation",),
        ),
    ),
    facts="Karte in drei Wochen, 500 Stück, gezeichnet von Lio Brandt. Namen nur mit Einverständnis.",
)


def call(people: Mapping[str, Person], monday: date, now: datetime, zone: str) -> Campaign:
    """What still lacks a worst case, a night on call and the signature."""
    starts = datetime.combine(monday + timedelta(days=STARTS), time(16, 0))
    ends = starts + timedelta(days=LASTS)
    return Campaign(
        name="#LindenauLiest",
        kind=CampaignKind.HASHTAG_CALL,
        hashtag="LindenauLiest",
        starts_wall=starts,
        ends_wall=ends,
        zone=zone,
        owner=people["svenja"],
        goal="Fünfzig Leseplätze auf einer Karte, und zehn Menschen, die vorher nie bei uns waren.",
        meant_for="Wer in Lindenau draußen liest. Die eigene Ecke auf einer Karte zu finden macht Freude.",
        who_stays="Wer auf der Karte steht, bekommt eine Einladung zum Leserundgang.",
        stop_criterion="Ein Platz wird zum Ziel von Spott über Menschen, oder jemand wird dort belästigt.",
        worst_cases=[
            WorstCase(
                scenario=Scenario.HIJACK,
                what="Unter dem Hashtag sammeln sich Fotos von Müll und Baustellen, die Presse fragt nach.",
                tripwire="Zehn solcher Bilder an einem Tag oder eine Anfrage der Presse",
                first_answer="Auch das ist Lindenau. Wir nehmen die Orte auf und fragen bei der Stadt nach.",
                person=people["jonas"],
            ),
            WorstCase(
                scenario=Scenario.NOBODY,
                what="Nach drei Tagen stehen zwei Plätze auf der Karte, beide von uns.",
                tripwire="Weniger als fünf Antworten bis Montagmittag",
                first_answer="Wir gehen mit einem Klemmbrett durch den Lesesaal und fragen selbst.",
                person=people["svenja"],
            ),
        ],
        on_call=[
            OnCall(person=people["svenja"], starts_wall=starts, ends_wall=starts + timedelta(hours=24)),
        ],
        aftercare=[
            AftercareTask(days_after=days, due_on=ends.date() + timedelta(days=days), person=people["svenja"])
            for days in (30, 90, 365)
        ],
        created_at=now,
        changed_at=now,
    )
