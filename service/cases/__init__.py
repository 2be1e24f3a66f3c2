"""Reports and their way to closed: one room for all of a case."""
