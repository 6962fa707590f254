"""One file per kind of feed; each exposes KIND."""
