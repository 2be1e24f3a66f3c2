"""Keep a column of cell codes up to date in somebody's PostGIS table of points."""
