"""The demo's campaigns: a call with a hashtag that is still being prepared, and a vote that is over."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from calendar_app.campaigns.contest import fingerprint
from calendar_app.campaigns.contest_models import ContestTerms, Decides, VoteRecord
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
    theme="places",
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


_TERMS = (
    "Abgestimmt wird zwei Wochen lang auf Instagram und am Tresen, eine Stimme je Person. Vorschlagen und "
    "abstimmen dürfen alle, die in Lindenau wohnen oder bei uns lesen. Stimmen von Konten, die jünger als "
    "eine Woche sind, zählen nicht; wie viele das waren, steht im Ergebnis. Der Name mit den meisten Stimmen "
    "kommt auf den Bus."
)

_CASES = (
    (Scenario.FRAUD, "Ein Skript stimmt tausendfach ab.", "Hundert Stimmen in einer Stunde"),
    (
        Scenario.MOCKERY,
        "Der Spottname „Busbert McBus“ führt.",
        "Ein Vorschlag, den niemand ernst meint",
    ),
    (Scenario.TERMS, "Jemand will Regeln nachträglich ändern.", "Eine Beschwerde über das Verfahren"),
)

_COUNTS = (
    ("", {"Fuchur": 128, "Leserakete": 117, "Kapitel 4": 61}, "Jonas und Svenja, am Tresen und online."),
    ("", {"Fuchur": 128, "Leserakete": 131, "Kapitel 4": 61}, "14 Zettel lagen noch in der Zweigstelle."),
    (
        "Leserakete",
        {"Leserakete": 131, "Fuchur": 128, "Kapitel 4": 61},
        "Endergebnis. Neun Stimmen junger Konten zählten nicht mit.",
    ),
)


def vote(people: Mapping[str, Person], monday: date, now: datetime, zone: str) -> Campaign:
    """It ended last week and is signed by somebody else than its owner."""
    starts = datetime.combine(monday - timedelta(days=21), time(9, 0))
    ends = starts + timedelta(days=14)
    return Campaign(
        name="Ein Name für den Lesebus",
        kind=CampaignKind.VOTE,
        hashtag="LesebusName",
        starts_wall=starts,
        ends_wall=ends,
        zone=zone,
        owner=people["jonas"],
        goal="Der Lesebus hat einen Namen, über den sich die Kinder freuen.",
        meant_for="Familien, die den Bus nutzen sollen. Wer abstimmt, fährt lieber mit.",
        who_stays="Wer vorgeschlagen hat, kommt zur Taufe des Busses.",
        stop_criterion="Mehr als ein Zehntel der Stimmen ist gefälscht.",
        worst_cases=[
            WorstCase(
                scenario=scenario,
                what=what,
                tripwire=tripwire,
                first_answer="Gezählt wird, wie es in den Bedingungen steht, und alle können es nachlesen.",
                person=people["jonas"],
            )
            for scenario, what, tripwire in _CASES
        ],
        on_call=[OnCall(person=people["tobias"], starts_wall=starts, ends_wall=starts + timedelta(days=2))],
        aftercare=[
            AftercareTask(days_after=days, due_on=ends.date() + timedelta(days=days), person=people["jonas"])
            for days in (30, 90, 365)
        ],
        signed_by=people["aylin"],
        signed_at=now - timedelta(days=30),
        created_at=now - timedelta(days=35),
        changed_at=now - timedelta(days=31),
    )


def vote_papers(row: Campaign, people: Mapping[str, Person]) -> Iterator[ContestTerms | VoteRecord]:
    """The terms as they were published, a count, one with more votes found, and the result."""
    ended = row.ends_at or row.created_at
    yield ContestTerms(
        campaign_id=row.id,
        url="https://bibliothek-lindenau.example/lesebus",
        text=_TERMS,
        fingerprint=fingerprint(_TERMS),
        eligibility="Wer in Lindenau wohnt oder einen Ausweis hat.",
        period="Zwei Wochen, bis Montag um 9 Uhr.",
        decides=Decides.VOTES,
        selection="Die meisten Stimmen; bekannt gegeben am Tag danach.",
        jury="Es gibt keine.",
        exclusions="Namen, die jemanden herabsetzen. Die Streichung wird begründet.",
        counting="Zwei Personen zählen getrennt. Stimmen junger Konten zählen nicht und werden beziffert.",
        privacy="Keine Namen; Stimmzettel werden nach vier Wochen vernichtet.",
        names_platform_release=True,
        wants_no_sharing=True,
        person_id=people["jonas"].id,
        at=row.changed_at,
    )
    for hours, (winner, votes, said) in enumerate(_COUNTS):
        yield VoteRecord(
            campaign_id=row.id,
            counts=[[option, number] for option, number in votes.items()],
            winner=winner,
            note=said,
            person_id=people["jonas"].id,
            at=ended + timedelta(hours=hours + 1),
        )
