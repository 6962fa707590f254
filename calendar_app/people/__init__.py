"""Workspaces, the persons in them, their accounts, roles and sign-in."""
