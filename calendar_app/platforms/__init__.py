"""What each platform allows, how it counts, and what it says about automation, with source and date."""
