"""The calendar page: posts and reserved time side by side, with the balance on top."""
