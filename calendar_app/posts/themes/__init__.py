"""Themes: what a quarter is about, which posts belong to it, and how far ahead they reach."""
