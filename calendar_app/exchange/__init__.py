"""Import and export of plans from and to other tools."""
