"""Links, mentions and hashtags as each platform recognises them. The cases for X restate the behaviour of
twitter-text's conformance suite; those for Mastodon and Bluesky the behaviour of their public code."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.platforms.directory import PLATFORMS
from calendar_app.platforms.entities import Kind
from calendar_app.platforms.platform import Platform

ONE_OF_EACH_DIALECT = {id(each.dialect): each for each in PLATFORMS.values()}.values()
EVERY = pytest.mark.parametrize(
    "profile", ONE_OF_EACH_DIALECT, ids=[each.key for each in ONE_OF_EACH_DIALECT]
)


def written(platform: str, text: str, kind: Kind) -> list[str]:
    return [entity.written for entity in PLATFORMS[platform].entities(text) if entity.kind is kind]


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("x", "#Graz und #Wien2026", ["#Graz", "#Wien2026"]),
        ("x", "#2026 #2026er #_ #_a", ["#2026er", "#_a"]),
        ("x", "(#Klammer), „#Zitat“ und ende#nicht", ["#Klammer", "#Zitat"]),
        ("x", "＃東京 です#東京", ["＃東京"]),
        ("x", "#Grüße #naïve #Straße", ["#Grüße", "#naïve", "#Straße"]),
        ("x", "#eins#zwei #drei/vier", ["#drei"]),
        ("x", "a&#nichts; #ende", ["#ende"]),
        ("x", "#\ufe0f\u20e3 #1\ufe0f\u20e3", ["#1\ufe0f\u20e3"]),
        ("x", "https://example.com/#anker", []),
        ("mastodon", "#2026 #2026er #4_5 #a", ["#2026er", "#4_5", "#a"]),
        ("mastodon", "(#Klammer) #Wort-Teil #c·a", ["#Wort", "#c·a"]),
        ("mastodon", "https://example.com/seite,#anker", []),
        ("mastodon", "#gruß! #東京、", ["#gruß", "#東京"]),
        ("bluesky", "#2026 #2026er (#nein) #C++ #50%", ["#2026er", "#C++"]),
        ("bluesky", "#ende. #mitte-drin! #a_", ["#ende", "#mitte-drin", "#a"]),
        ("bluesky", "#\ufe0fx #🎉 #" + "x" * 64 + " #" + "y" * 65, ["#🎉", "#" + "x" * 64]),
        ("bluesky", "#zwei\u200bteile", ["#zwei"]),
        ("instagram", "#2026 #Straßenfest, #grün_und_bunt", ["#2026", "#Straßenfest", "#grün_und_bunt"]),
        ("facebook", "Platz #1 im #Test", ["#Test"]),
        ("general", "C# und &#39; und a/#b und #ja", ["#ja"]),
    ],
)
def test_hashtags_are_those_of_the_platform(platform: str, text: str, expected: list[str]) -> None:
    assert written(platform, text, Kind.HASHTAG) == expected


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("x", "@anna, ＠berta und .@cora", ["@anna", "＠berta", "@cora"]),
        ("x", "mail anna@example.com", []),
        ("x", "RT@anna und Art@anna", ["@anna"]),
        ("x", "@anna@chaos.social", []),
        ("x", "@aliceì und @http://x.com", []),
        ("x", "の@annaに", ["@anna"]),
        ("x", "@team/liste-1 lesen", ["@team"]),
        ("x", "f!@a f#@a f$@a f&@a", []),
        ("mastodon", "@anna@chaos.social und @berta.", ["@anna@chaos.social", "@berta"]),
        ("mastodon", "@anna.b-c@bücher.example!", ["@anna.b-c@bücher.example"]),
        ("mastodon", "https://example.com/@anna x=@berta", []),
        ("mastodon", "@anna@ @andré", []),
        ("mastodon", "@anna@" + "a" * 254, []),
        ("bluesky", "@anna.bsky.social und (@berta.at).", ["@anna.bsky.social", "@berta.at"]),
        ("bluesky", "@anna und @anna.unbekannt", []),
        ("instagram", "@stadt.graz. @a@b.c", ["@stadt.graz"]),
        ("youtube", "@jörg-baut und @名前", ["@jörg-baut", "@名前"]),
        ("reddit", "u/anna_1 und /u/berta, aber nicht menu/anna", ["u/anna_1", "/u/berta"]),
        ("general", "@anna@chaos.social, a@b.at", ["@anna@chaos.social"]),
    ],
)
def test_mentions_are_those_of_the_platform(platform: str, text: str, expected: list[str]) -> None:
    assert written(platform, text, Kind.MENTION) == expected


@pytest.mark.parametrize(
    ("platform", "text", "expected"),
    [
        ("x", "Siehe example.com/a und https://example.org.", ["example.com/a", "https://example.org"]),
        ("x", "twitter.comこれは。example.com中国語", ["twitter.com", "example.com"]),
        ("x", "http://sub_a.b-c.com http://b_c.com", ["http://sub_a.b-c.com"]),
        (
            "x",
            "example.com?q=1 example.com/?q=1 http://example.com?q=1.",
            ["example.com", "example.com/?q=1", "http://example.com?q=1"],
        ),
        ("x", "http://t.co/abc-def http://t.co/" + "a" * 41, ["http://t.co/abc"]),
        ("x", "-example.com _example.com /example.com .example.com", []),
        ("x", "https://日本語.みんな/あ und 日本語.みんな", ["https://日本語.みんな/"]),
        ("x", "東京example.com。", ["example.com"]),
        ("x", '#"example.com" #example.com', ["example.com"]),
        ("x", "ärzte.example.com ärzte.example.com", ["rzte.example.com", "ärzte.example.com"]),
        (
            "x",
            "http://en.example.org/a_(b_(c))_d) (http://example.org)",
            ["http://en.example.org/a_(b_(c))_d", "http://example.org"],
        ),
        ("x", "日http://example.org/wörter/Слово/日本", ["http://example.org/wörter/Слово/"]),
        ("mastodon", "example.com und https://example.org/a", ["https://example.org/a"]),
        (
            "mastodon",
            "https://example.org/日本/„a“?ä=ö. https://example.unbekannt",
            ["https://example.org/日本/„a“?ä=ö"],
        ),
        ("bluesky", "(https://example.org/a) und example.com!", ["https://example.org/a", "example.com"]),
        ("bluesky", "a.unbekannt mail@example.com https://ohne-ende", ["https://ohne-ende"]),
        ("linkedin", "www.example.com", ["www.example.com"]),
        ("x", "a.com+b a.com@b a.com-b a.com\u017f a.co.uk+b", ["a.co"]),  # the last sign decides
        ("x", "a.COM a.xn--p1ai@b a.comみ a.みんなの", ["a.COM", "a.xn--p1ai", "a.com", "a.みんな"]),
    ],
)
def test_links_are_those_of_the_platform(platform: str, text: str, expected: list[str]) -> None:
    assert written(platform, text, Kind.LINK) == expected


def test_a_tag_is_found_again_whatever_its_case_and_width() -> None:
    wide, plain, other = PLATFORMS["x"].entities("＃Ｇraz #GRAZ #Wien")

    assert wide.key == plain.key == "graz"
    assert other.name == "Wien"


def test_a_name_stands_without_its_signs() -> None:
    assert PLATFORMS["mastodon"].entities("@anna@chaos.social")[0].name == "anna@chaos.social"
    assert PLATFORMS["reddit"].entities("/u/anna")[0].name == "anna"


_SNIPPETS = st.sampled_from(
    [
        "#",
        "＃",
        "@",
        "/",
        "://",
        "https://",
        "example.com",
        ".",
        "u/",
        "RT",
        "anna",
        "Grüße",
        "東京",
        "é",
        "e\u0301",
        "2026",
        "\U0001f600",
        "\u200d",
        "\ufe0f",
        " ",
        "\n",
        "(",
        ")",
        "?",
        "_",
        "·",
        "\ud800",
        "-",
    ]
)


@EVERY
@given(text=st.lists(_SNIPPETS | st.characters(), max_size=30).map("".join))
def test_what_is_found_stands_where_it_says_and_lies_apart(profile: Platform, text: str) -> None:
    reached = 0

    for entity in profile.entities(text):
        assert reached <= entity.start < entity.end <= len(text)
        assert entity.written == text[entity.start : entity.end]
        assert entity.name
        reached = entity.end


@EVERY
@given(text=st.lists(_SNIPPETS, max_size=15).map("".join))
def test_a_paragraph_more_changes_nothing_before_it(profile: Platform, text: str) -> None:
    found = profile.entities(text)

    assert profile.entities(f"{text}\n\nund #mehr")[: len(found)] == found


@EVERY
@pytest.mark.parametrize(
    "text",
    [
        "#" * 500_000,
        "#1" * 250_000,
        "#" + "1" * 500_000,
        "#" + "_·" * 250_000,
        "@" * 500_000,
        "@a" * 250_000,
        "@" + "a." * 250_000,
        "@a@" + "b-" * 250_000,
        " #" + "!" * 500_000,
        "u/" * 250_000,
        "a." * 250_000,
        "http://" * 70_000,
        "#e" + "\u0301" * 100_000,
        "\ud800#" * 200_000,
    ],
    ids=lambda text: f"{text[:3]!r}…{text[-2:]!r}",
)
def test_hostile_text_is_read_in_bounded_time(profile: Platform, text: str) -> None:
    started = time.process_time()

    profile.entities(text)

    assert time.process_time() - started < 5
