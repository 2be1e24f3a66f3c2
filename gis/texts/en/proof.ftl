# What the proof of a division finds wrong

proof-fault-no-polygon = The cell of community { $community } has no polygon.
proof-fault-no-number = A coordinate of the cell is no number, or no place on the globe.
proof-fault-astray = The cell lies far from every community: check its coordinates.
proof-fault-code-twice = The code stands twice.
proof-fault-no-community = The cell’s community { $community } is not among the communities.
proof-fault-no-parent = The micro-cell’s cell { $parent } is not among the cells.
proof-fault-off-lattice = A vertex is not on the lattice of 1e-7 degrees.
proof-fault-vertex-repeated = A vertex stands twice in a row.
proof-fault-vertex-twice = A ring passes a vertex twice.
proof-fault-edges-meet = Two edges of the cell meet elsewhere than in a vertex of both.
proof-fault-shell-turn = The shell does not run anticlockwise.
proof-fault-hole-turn = A hole does not run clockwise.
proof-fault-hole-outside = A hole lies outside its shell.
proof-fault-hole-nested = A hole lies in another hole.
proof-fault-falls-apart = Rings of the cell touch so that it falls apart.
proof-fault-parts-overlap = Parts of the cell overlap.
proof-fault-own-neighbour = The cell borders itself along an edge.
proof-fault-edge-twice = Two rings run along one edge in one direction.
proof-fault-borders-meet = Two borders meet elsewhere than in a vertex of both.
proof-fault-borders-torn = Around a vertex the land on the two sides of borders does not fit together.
proof-fault-piece-misplaced = An outline lies where land of another already is, or in a gap.
proof-fault-outline-absent = The outline of community { $community } has no cell along it.
proof-fault-outline-added = An edge without a neighbour is not on the outline of community { $community }.
proof-fault-area-differs = The cells of community { $community } differ from it by { $units } square units.
proof-fault-side-off-lattice = A side between two cells of community { $community } does not lie on its lattice.
