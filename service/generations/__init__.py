"""Generations of divisions: brought into force with all that follows them, compared, gone back."""
