"""Campaigns: several posts with one aim, thought through before the first one goes out."""
