"""Running Parley on one machine: one command that starts, watches and stops web, worker, scheduler and Redis.

Knows processes and nothing of plans or people. Production starts the same verbs as units of their own.
"""
