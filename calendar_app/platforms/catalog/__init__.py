"""One file per platform, each exposing PLATFORM."""
