"""A division that watches itself: what is wrong with its cells, kept with since when."""
