"""Cells drawn by buildings and streets, as a person would: `Households` and `Streets` use it.

From buildings and streets to tiles for the engine, one community after the other:

`given` (frames, checked) → `town` (what lies on a community's ground, in the metres of its `plane`)
→ `buildings` (joined, guarded) and `roads` (noded, loose ends prolonged) → `plots` (faces between
them) → `graph` (plots side by side, what borders cost) → `dealing` (how many cells, and which plots
each gets: `halving`, `annealing` by `moves` and `costs`, `trees`, `chance`) → `borders` (of few
corners: `arcs`) → `tiles`.
"""
