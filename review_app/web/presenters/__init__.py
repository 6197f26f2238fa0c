"""Pure functions that turn rows into what templates show."""
