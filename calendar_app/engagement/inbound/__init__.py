"""What people asked or said on a channel: who waits for an answer, since when, until when."""
