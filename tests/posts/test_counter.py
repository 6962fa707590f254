"""The count at every key, and what a platform recognises in a text."""

import re
from functools import partial

from calendar_app.people.models import Person
from calendar_app.posts.models import Variant
from calendar_app.posts.telling.counting import counts
from tests.posts.checking import check, count
from tests.posts.composer import SignIn
from tests.work import calls_in


def test_the_counter_counts_as_the_platform_does(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    text = "https://example.org/a/very/long/address/of/a/page \U0001f469\u200d\U0001f469\u200d\U0001f467"

    assert "26 of 280" in count(sign_in(bob), draft, text=text)


def test_too_long_says_by_how_much(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    answer = count(sign_in(bob), draft, text="x" * 300)

    assert "is-over" in answer
    assert "20 too many" in answer


def test_the_count_and_what_x_recognises_come_for_text_that_is_not_saved(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    answer = count(sign_in(bob), draft, text="Zu uns!\r\n#Graz #graz @anna example.com/a-long-way")

    assert f"{8 + 5 + 1 + 5 + 1 + 5 + 1 + 23} of 280" in answer
    assert answer.count("#Graz") + answer.count("#graz") == 1
    assert "@anna" in answer
    assert "example.com/a-long-way" in answer


def test_the_count_agrees_with_the_rule_on_texts_of_every_kind(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)
    for text in (
        "…" * 141,
        "東京" * 71,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 141,
        "e\u0301" * 282,
        "a\r\n" * 141,
    ):
        found = re.search(r"Text: (\d+) of 280", check(client, draft, text))

        assert found
        assert f"{found[1]} of 280" in count(client, draft, text=text)


def test_what_is_shown_as_recognised_is_escaped_and_bounded(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    tags = " ".join(f"#tag{number}" for number in range(15))

    answer = count(sign_in(bob), draft, text=f"{tags} https://example.org/'><script>", title="unread")

    assert answer.count('class="entity"') == 13
    assert "and 3 more" in answer
    assert "<script" not in answer


def test_counting_any_text_is_no_error(sign_in: SignIn, draft: Variant, bob: Person) -> None:
    client = sign_in(bob)

    for text in ("", "\x00\u202e", "e" + "\u0301" * 100_000, "#" * 50_000):
        count(client, draft, text=text)


def test_a_text_that_no_check_takes_is_not_counted_either(
    sign_in: SignIn, draft: Variant, bob: Person
) -> None:
    client = sign_in(bob)

    few, many = (count(client, draft, text="a.com " * times) for times in (17_000, 34_000))

    assert "100000 characters" in few
    assert " of 280" not in few
    assert "recognised" not in few
    assert few == many


def test_counting_a_longer_text_that_no_form_takes_is_no_more_work(draft: Variant) -> None:
    few, many = (calls_in(partial(counts, draft.channel, "", "a.com " * size)) for size in (20_000, 200_000))

    assert few == many < 100
