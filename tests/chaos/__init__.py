"""Faults on purpose: real processes, Redis, databases and a mail server, and a verdict over what arrived."""
