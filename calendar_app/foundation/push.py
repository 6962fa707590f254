"""Web Push: a few words to one browser, encrypted for it alone and signed by this installation.

RFC 8030 (how it travels), RFC 8291 (how it is encrypted), RFC 8292 (who it comes from). The browser chooses
the push service and tells its address, so that it is asked as anything is that people give the address of.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http.client import HTTPException
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from calendar_app.foundation.fetching import FetchError, Limits, Trouble, reach
from calendar_app.foundation.mail import (
    Ambiguous,
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Withheld,
    sender_address,
)

CURVE = ec.SECP256R1()
POINT_BYTES, SECRET_BYTES, SALT_BYTES = 65, 16, 16
LONGEST_ADDRESS = 2000
RECORD_BYTES = 4096  # what a push service must take (RFC 8030, section 7.2)
SIGNED_FOR = timedelta(hours=12)
LIMITS = Limits(seconds=20, ports=frozenset({443}))
# The order of the curve (FIPS 186-4, D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class SubscriptionError(ValueError):
    """What a browser told is no subscription."""


@dataclass(frozen=True)
class Subscription:
    """A browser's mailbox: its address, its public key (an uncompressed point), and the secret it shares."""

    endpoint: str
    key: bytes
    secret: bytes

    @classmethod
    def read(cls, endpoint: str, key: str, secret: str) -> "Subscription":
        """From the words a browser gives. Raises SubscriptionError."""
        found = cls(endpoint, from_words(key), from_words(secret))
        try:
            scheme = urlsplit(endpoint).scheme
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, found.key)
        except ValueError as error:
            raise SubscriptionError("no public key, or no address") from error
        if len(found.key) != POINT_BYTES or len(found.secret) != SECRET_BYTES:
            raise SubscriptionError("a key of another length")
        if scheme != "https" or len(endpoint) > LONGEST_ADDRESS:
            raise SubscriptionError("no https address")
        return found


@dataclass(frozen=True)
class Push:
    """What a browser shows. `topic` is the same at each attempt: a second copy replaces the first."""

    title: str
    body: str
    url: str
    topic: str
    until: datetime

    def octets(self) -> bytes:
        words = {"title": self.title[:200], "body": self.body[:400], "url": self.url, "tag": self.topic}
        return json.dumps(words).encode()


class Gone(PermanentFailure):
    """The browser has ended its subscription."""


class PushTransport:
    """Sends to any push service, one connection for each message."""

    def __init__(self, secret_key: str, sender: str, limits: Limits = LIMITS) -> None:
        self._key = house_key(secret_key)
        self._contact = sender_address(sender).addr_spec
        self._limits = limits

    def send(self, to: Subscription, push: Push, may_go: Callable[[], bool], now: datetime) -> Outcome:
        """Nothing is asked of the push service before `may_go` says yes."""
        body = sealed(push.octets(), to)
        headers = {
            "Authorization": self._signature(to.endpoint, now),
            "Content-Encoding": "aes128gcm",
            "TTL": str(max(0, int((push.until - now).total_seconds()))),
            "Topic": push.topic,
            "Urgency": "high",
        }
        try:
            with reach(to.endpoint, self._limits) as (line, path):
                if not may_go():
                    return Withheld()
                try:
                    line.request("POST", path, body, headers)
                    return _outcome(line.getresponse().status)
                except (OSError, HTTPException) as error:
                    return Ambiguous(str(error) or type(error).__name__)
        except FetchError as error:
            final = error.trouble in {Trouble.ADDRESS, Trouble.PRIVATE}
            reason = f"push service: {error.trouble}"
            return PermanentFailure(reason) if final else TemporaryFailure(reason)

    def _signature(self, endpoint: str, now: datetime) -> str:
        """Who sends, for this push service and for some hours only (RFC 8292, section 3)."""
        where = urlsplit(endpoint)
        claims = {
            "aud": f"{where.scheme}://{where.netloc}",
            "exp": int((now + SIGNED_FOR).timestamp()),
            "sub": f"mailto:{self._contact}",
        }
        signed = f"{_json_words({'typ': 'JWT', 'alg': 'ES256'})}.{_json_words(claims)}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(SHA256())))
        proof = words(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{proof}, k={words(_point(self._key))}"


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Sent()
    reason = f"the push service answered {status}"
    if status in {404, 410}:
        return Gone(reason)
    return TemporaryFailure(reason) if status == 429 or status >= 500 else PermanentFailure(reason)


def house_key(secret_key: str) -> ec.EllipticCurvePrivateKey:
    """The key that push services know this installation by.

    It follows from the installation's secret: all hosts have the same, and there is no second file to keep.
    """
    seed = HKDF(SHA256(), length=48, salt=None, info=b"parley web push").derive(secret_key.encode())
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, CURVE)


def public_words(secret_key: str) -> str:
    """What a browser has to know of that key before it subscribes."""
    return words(_point(house_key(secret_key)))


def sealed(
    content: bytes,
    to: Subscription,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Content that only the browser can read (RFC 8291, section 3). `own` and `salt` are new each time."""
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(SALT_BYTES)
    mine = _point(own)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, to.key))
    secret = _derived(shared, to.secret, b"WebPush: info\0" + to.key + mine, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, content + b"\2", None)


def topic(name: str) -> str:
    """A name as push services take it: 32 letters at most (RFC 8030, section 5.4)."""
    return words(sha256(name.encode()).digest()[:24])


def words(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def from_words(text: str) -> bytes:
    """Raises SubscriptionError."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise SubscriptionError("no base64") from error


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _json_words(value: object) -> str:
    return words(json.dumps(value, separators=(",", ":")).encode())
