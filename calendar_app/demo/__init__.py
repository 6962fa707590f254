"""The demo newsroom: an invented city library that shows what Parley does, and can be removed again."""
