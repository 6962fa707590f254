"""The launch gate: what is settled before a team begins to talk on a channel."""
