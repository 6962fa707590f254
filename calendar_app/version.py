"""The one place the version stands; the changelog names the same."""

__version__ = "0.1.0"
