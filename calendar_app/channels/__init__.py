"""The inventory of channels: where a team speaks, in whose care, in which state."""
