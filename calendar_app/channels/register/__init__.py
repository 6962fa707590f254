"""The access register: who gets into a channel's account, and how; never with what."""
