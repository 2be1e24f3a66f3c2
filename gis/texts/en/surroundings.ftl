# What was assumed or left out of buildings, addresses and lines.
surroundings-households-column = households from column { $column } for { $count }
surroundings-households-blank = { $count } without a number in column { $column }: taken as 0 households
surroundings-households-raster = { $count } households shared out from the raster
surroundings-raster-left = { $count } households of the raster lie where no building stands, and are left out
surroundings-floors-column = households from floors × footprint, floors from column { $column } for { $count }
surroundings-floors-from-height = floors from column { $column }, 3 m each, for { $count }
surroundings-floors-assumed = { $floors } floors assumed for { $count } that tell none
surroundings-not-lived-in = { $count } not lived in, by their use: 0 households
surroundings-one-each = one household assumed for each of { $count } addresses
surroundings-other-shapes = { $count } { $count ->
    [one] feature
   *[other] features
} of other shapes, or none, left out
surroundings-other-classes = { $count } { $count ->
    [one] line
   *[other] lines
} of other classes left out
surroundings-no-classes = no classes told: all { $count } lines kept
surroundings-invalid = { $count } crossed themselves and were mended
surroundings-read = { $name }: { $count } read, { $crs }
