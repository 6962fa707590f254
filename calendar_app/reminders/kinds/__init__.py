"""One file per kind of reminder; each exposes REMINDER."""
