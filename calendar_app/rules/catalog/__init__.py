"""One file per rule, each exposing RULE."""
