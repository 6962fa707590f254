"""Whether services on the internet reach Parley: asked by fetching from its own address, as they would."""

from calendar_app.foundation.fetching import FetchError, Limits, Trouble, fetch
from calendar_app.foundation.i18n import mark

_ = mark

# What /health says of itself, so that another server behind the same name is not taken for Parley.
_SIGN = b"scheduler_seconds"
_PATIENCE = Limits(seconds=8, size=10_000, redirects=0)

FOUND = {
    None: _("Parley answers at its public address. Services on the internet can fetch calendars."),
    Trouble.ADDRESS: _("Services on the internet do not come here: an address needs https and a usual port."),
    Trouble.PRIVATE: _("The address leads into a private network. Services on the internet cannot reach it."),
    Trouble.UNREACHABLE: _("Nothing answers at the address: see to its name, certificate and firewall."),
    Trouble.SLOW: _("Nothing answered at the address in time."),
}
OTHER = _("Something answers at the address, but not Parley.")


def trouble_at(base_url: str, limits: Limits = _PATIENCE) -> Trouble | None:
    """What keeps others from reaching Parley at its address; None when nothing does.

    It is seen from this machine: a router that lets only its own network in cannot be told from here.
    """
    try:
        said = fetch(f"{base_url}/health", limits)
    except FetchError as error:
        return error.trouble
    return None if _SIGN in said else Trouble.REFUSED
