"""What of the plan is shown: the filters of the board, and those that a person keeps under a name."""
