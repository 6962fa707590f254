"""A few words to one browser: encrypted for it alone, signed, and to public addresses only."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from calendar_app.foundation.mail import (
    Ambiguous,
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Withheld,
)
from calendar_app.foundation.push import (
    Gone,
    Push,
    PushTransport,
    Subscription,
    SubscriptionError,
    from_words,
    house_key,
    public_words,
    sealed,
    topic,
)
from tests.push_service import PushService

NOW = datetime(2026, 4, 8, 7, tzinfo=UTC)
PUSH = Push(
    "10:00 Dialog time", "Werkstatt", "https://parley.example/1", topic("row 1"), NOW + timedelta(hours=1)
)
SENDER = "Parley <parley@example.org>"


def sent(
    service: PushService, to: Subscription | None = None, *, goes: bool = True, key: str = "house"
) -> Outcome:
    way = PushTransport(key, SENDER, service.limits)
    return way.send(to or service.subscription, PUSH, lambda: goes, NOW)


def test_a_message_is_encrypted_as_in_the_standards_example() -> None:
    """RFC 8291, appendix A."""
    browser = Subscription(
        "https://push.example.net/push/1",
        from_words("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        from_words("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    number = int.from_bytes(from_words("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    own = ec.derive_private_key(number, ec.SECP256R1())

    octets = sealed(
        b"When I grow up, I want to be a watermelon",
        browser,
        own=own,
        salt=from_words("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert octets == from_words(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_browser_can_read_what_arrives(push_service: PushService) -> None:
    assert sent(push_service) == Sent()

    ((headers, _),) = push_service.taken
    (shown,) = push_service.shown()
    assert shown == {
        "title": "10:00 Dialog time",
        "body": "Werkstatt",
        "url": "https://parley.example/1",
        "tag": PUSH.topic,
    }
    assert (headers["Content-Encoding"], headers["TTL"], headers["Topic"]) == (
        "aes128gcm",
        "3600",
        PUSH.topic,
    )


def test_the_house_signs_for_this_push_service_and_not_for_long(push_service: PushService) -> None:
    sent(push_service)

    ((headers, _),) = push_service.taken
    token = headers["Authorization"].removeprefix("vapid t=").partition(",")[0]
    signed, _, proof = token.rpartition(".")
    octets = from_words(proof)
    r, s = int.from_bytes(octets[:32], "big"), int.from_bytes(octets[32:], "big")
    key = house_key("house").public_key()
    key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))  # raises if it is not ours
    claims = json.loads(from_words(signed.partition(".")[2]))
    assert claims["aud"] == f"http://127.0.0.1:{push_service.port}"
    assert claims["sub"] == "mailto:parley@example.org"
    assert claims["exp"] <= (NOW + timedelta(hours=24)).timestamp()
    assert headers["Authorization"].endswith(f"k={public_words('house')}")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, Sent),
        (404, Gone),
        (410, Gone),
        (400, PermanentFailure),
        (429, TemporaryFailure),
        (503, TemporaryFailure),
        (0, Ambiguous),
    ],
)
def test_what_the_push_service_answers_decides(
    push_service: PushService, status: int, kind: type[Outcome]
) -> None:
    push_service.status = status

    assert type(sent(push_service)) is kind


def test_nothing_is_asked_before_it_may_go(push_service: PushService) -> None:
    assert sent(push_service, goes=False) == Withheld()
    assert push_service.taken == []


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{port}/", "http://localhost:{port}/", "ftp://a.example/"]
)
def test_an_address_within_the_house_is_never_asked(push_service: PushService, address: str) -> None:
    inside = replace(push_service.subscription, endpoint=address.format(port=push_service.port))
    limits = replace(push_service.limits, may_reach=lambda address: address.is_global)
    asked: list[str] = []

    def may_go() -> bool:
        asked.append("asked")
        return True

    outcome = PushTransport("house", SENDER, limits).send(inside, PUSH, may_go, NOW)

    assert isinstance(outcome, PermanentFailure)
    assert (asked, push_service.taken) == ([], [])


def test_all_hosts_of_an_installation_have_the_same_key_and_no_other() -> None:
    assert public_words("house") == public_words("house")
    assert public_words("house") != public_words("another")


POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"


@pytest.mark.parametrize(
    ("endpoint", "key", "secret"),
    [
        ("http://push.example/1", POINT, "BTBZMqHH6r4Tts7J_aSIgg"),
        ("https://push.example/" + "x" * 2000, POINT, "BTBZMqHH6r4Tts7J_aSIgg"),
        ("https://push.example/1", "", "BTBZMqHH6r4Tts7J_aSIgg"),
        ("https://push.example/1", "B" * 87, "BTBZMqHH6r4Tts7J_aSIgg"),
        ("https://push.example/1", POINT, "short"),
        ("https://push.example/1", POINT, "ä"),
        ("https://[", POINT, "BTBZMqHH6r4Tts7J_aSIgg"),
    ],
)
def test_what_is_no_subscription_is_refused(endpoint: str, key: str, secret: str) -> None:
    with pytest.raises(SubscriptionError):
        Subscription.read(endpoint, key, secret)
