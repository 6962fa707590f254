"""Posts and their variants, one per channel: writing, checking, submitting, approving, versions."""
