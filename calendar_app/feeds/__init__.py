"""Calendar subscriptions: one secret address per person and feed."""
