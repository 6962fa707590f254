"""Shared wording for answers that come up often; nobody can copy it without a sentence of their own."""
