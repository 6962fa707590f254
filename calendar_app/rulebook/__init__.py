"""Which rules a workspace uses, and the recorded exceptions from them."""
