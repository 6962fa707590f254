"""The report "find copies": all pairs of posts in a period that say the same, or nearly."""
