"""Calendars that others keep: holidays, absences and events, read so that the plan goes around them."""
