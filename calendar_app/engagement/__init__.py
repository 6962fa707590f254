"""Reserved time for conversation: slots, agenda, outcomes, interactions."""
