"""A push service on loopback: keeps what it is sent, answers as told, and reads it as the browser would."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from calendar_app.foundation.fetching import Limits
from calendar_app.foundation.push import Subscription


@dataclass
class PushService:
    """`status` is what it answers; 0: it hangs up without a word."""

    port: int = 0
    status: int = 201
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"sixteen letters."

    @property
    def subscription(self) -> Subscription:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(f"http://127.0.0.1:{self.port}/push/me?a=b", point, self.secret)

    @property
    def limits(self) -> Limits:
        here = IPv4Address("127.0.0.1")
        return Limits(seconds=5, may_reach=lambda address: address == here, ports=frozenset({self.port}))

    def shown(self) -> list[dict[str, str]]:
        """What the browser would show."""
        return [json.loads(opened(body, self.key, self.secret)) for _, body in self.taken]


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, secret: bytes) -> bytes:
    """The browser's half of RFC 8291."""
    salt, length = body[:16], body[20]
    theirs, content = body[21 : 21 + length], body[21 + length :]
    mine = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))

    def derived(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length=length, salt=salt, info=info).derive(material)

    material = derived(secret, shared, b"WebPush: info\0" + mine + theirs, 32)
    cipher = AESGCM(derived(salt, material, b"Content-Encoding: aes128gcm\0", 16))
    return (
        cipher.decrypt(derived(salt, material, b"Content-Encoding: nonce\0", 12), content, None)
        .rstrip(b"\0")
        .removesuffix(b"\2")
    )


@pytest.fixture
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append((dict(self.headers), body))
            if service.status:
                self.send_response(service.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *words: object) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield service
        server.shutdown()
