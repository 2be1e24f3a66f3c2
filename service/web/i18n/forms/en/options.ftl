# What a page says instead where a text of gis names an option: the field of the form.
option-layer = “{ drafting-layer }”
option-crs = “{ drafting-crs }”
option-datum = “{ drafting-datum }”
option-code = “{ drafting-code }”
option-parent = “{ drafting-parent-cell }”
option-communities = “{ drafting-communities-file }”
option-swap-axes = “{ drafting-swap-axes }”
option-skip = “{ drafting-skip }”
option-generate-codes = “{ drafting-generate-codes }”
option-tolerance = “{ drafting-tolerance }”
boundaries-mend-too-many-vertices = The limit is { $limit }: simplify the lines, or divide the file.
boundaries-mend-no-community = Give the communities with their codes by { option-communities }: each cell then belongs to the one that most of it lies in.
option-town-crs = the file itself, exported with it
option-town-layer = “{ drafting-buildings-layer }” or “{ drafting-streets-layer }”
option-households-column = its name, households
option-classes = the command line (--classes)
