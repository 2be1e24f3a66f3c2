# Why cells cannot be changed by hand as asked.
edit-unknown = there is no cell { $cells } in this division; choose one of its cells
edit-micro = cell { $cells } is a micro-cell, or has some; remove the micro-cells, change the cell, and draw them anew
edit-two-communities = cells { $cells } lie in different communities, whose border this division does not move; redraw the communities instead
edit-not-neighbours = cells { $cells } do not border each other; choose cells that share a side
edit-one-cell = merging takes two cells or more; choose others beside { $cells }
edit-not-across = the line does not cross cell { $cells } from border to border: it ends inside, at { $lon }, { $lat }, or misses it; draw it across
edit-hairline = cell { $cells } at { $lon }, { $lat } is a hairline, too narrow for lines to be joined about it; neither it nor the cells beside it can be changed: redraw its community without it
edit-no-ground-left = this line leaves no ground to cell { $cells }; draw it between the two, or merge them
edit-falls-apart = cell { $cells } would fall apart at { $lon }, { $lat }; draw the line so that both stay in one piece
edit-no-vertex = no border of cells has a vertex at { $lon }, { $lat }; take one that is drawn
edit-outline = the vertex at { $lon }, { $lat } is on the outline of community { $community }, which a division does not move; redraw the communities instead
edit-too-far = moved to { $lon }, { $lat } the vertex would cross another border of { $cells }; move it less far, or redraw the border
edit-nothing-inside = the area lies in no cell that it could be carved from; draw it inside the district
edit-takes-special = the area takes { $area_m2 } m² of special cell { $cells }, at { $lon }, { $lat }; draw it beside that cell, or merge that cell first
edit-unfit-shape = the shape drawn is unfit: { $why ->
    [no-area] it has no area, or less than one unit of the lattice (about 1 cm each way)
    [short] a line needs two places
    [no-line] it is no line, as one LineString or several are
    [no-number] one of its coordinates is no number
   *[crosses] it crosses itself
}; draw it again
edit-parts-count = cell { $cells } cannot be split in { $parts }; give a whole number from 2 to { $most }
edit-no-serial = community { $community } has no code left for a new cell; merge cells first
edit-not-exact = the cells would no longer be exact at { $lon }, { $lat }: { $fault }; draw it a little otherwise
