"""The demo newsroom: an invented city library that shows at once what Parley does, and can be removed again."""
