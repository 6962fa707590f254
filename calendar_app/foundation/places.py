"""Where files stand that are not Python: beside the package in a checkout, inside it once installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parent
BUNDLE = PACKAGE / "bundle"

ROOT = BUNDLE if BUNDLE.is_dir() else CHECKOUT
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"
TRANSLATIONS = PACKAGE / "translations"
STATIC = PACKAGE / "static"
