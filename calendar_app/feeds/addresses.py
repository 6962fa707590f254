"""A feed's address, in the forms in which calendar apps want it."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import segno
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Address:
    """The secret address of a feed, and links that hand it to an app. `name`: what the calendar is called."""

    base_url: str
    path: str
    name: str

    @property
    def https(self) -> str:
        return self.base_url + self.path

    @property
    def webcal(self) -> str:
        """For Apple, Thunderbird, GNOME and KDE: opens the app that is registered for it."""
        return f"webcal://{self.https.partition('://')[2]}"

    @property
    def google(self) -> str:
        # With https:// Google's page fails; webcal:// it takes.
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        return self._outlook("outlook.live.com")

    @property
    def office(self) -> str:
        return self._outlook("outlook.office.com")

    @property
    def qr(self) -> Markup:
        """For the camera of a phone: an SVG of the webcal address, dark on light in the dark as well."""
        code = segno.make(self.webcal, micro=False)
        return Markup(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, light="#fff"))  # noqa: S704 made of squares

    def _outlook(self, host: str) -> str:
        query = urlencode({"url": self.https, "name": self.name}, quote_via=quote)
        return f"https://{host}/calendar/0/addfromweb?{query}"


def is_reachable_from_outside(base_url: str) -> bool:
    """Whether a service on the internet can be expected to reach Parley: https, and a public host."""
    address = urlsplit(base_url)
    return address.scheme == "https" and _is_public(address.hostname or "")


def is_of_this_machine(base_url: str) -> bool:
    """Whether nobody but programs on the same computer can reach Parley."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        return "." in name and not name.endswith((".localhost", ".local", ".internal", ".lan", ".test"))
