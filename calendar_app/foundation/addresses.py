"""Addresses of pages for work that happens outside of a request: mails, feeds."""

from typing import Protocol


class PageAddress(Protocol):
    """Gives the full address of a page by its endpoint, as `url_for` does within a request."""

    def __call__(self, endpoint: str, **values: object) -> str: ...
