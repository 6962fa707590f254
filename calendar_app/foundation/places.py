"""Where files stand that are not Python: beside the package in a checkout, inside it once installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parent
BUNDLE = PACKAGE / "bundle"

_root = BUNDLE if BUNDLE.is_dir() else CHECKOUT
TEMPLATES = _root / "templates"
MIGRATIONS = _root / "migrations"
TRANSLATIONS = PACKAGE / "translations"
STATIC = PACKAGE / "static"
