# What reading a boundary file has to tell

boundaries-error-whole = { $input }: { $wrong } { $mend }
boundaries-error-placed = { $input }: { $wrong } At: { $places }. { $mend }
boundaries-place = feature { $number }
boundaries-place-coded = feature { $number } (code { $code })
boundaries-places-more = { $places } and { $more } more
boundaries-list-comma = {", "}

boundaries-error-not-found = There is no such file.
boundaries-mend-not-found = Check the path; give one file, not a folder.
boundaries-error-unknown-format = This is not a boundary file of a known format.
boundaries-mend-unknown-format = Give one of: { $formats }.
boundaries-error-unreadable = The file cannot be read: { $why }.
boundaries-mend-unreadable = It may be cut off or damaged: export or copy it again.
boundaries-error-too-many-bytes = The file is too large ({ $size }).
boundaries-mend-too-many-bytes = The limit is { $limit }: divide it, or simplify its lines.
boundaries-error-too-many-unpacked-bytes = The archive unpacks to too much.
boundaries-mend-too-many-unpacked-bytes = The limit is { $limit } unpacked, in { $entries } files at most: put only the boundary file into it.
boundaries-error-too-many-features = There are too many features.
boundaries-mend-too-many-features = The limit is { $limit }: divide the file.
boundaries-error-too-many-vertices = There are too many vertices.
boundaries-mend-too-many-vertices = The limit is { $limit }: simplify the lines, or divide the file.
boundaries-error-unsafe-archive = The archive holds an entry that points outside of it: { $entry }.
boundaries-mend-unsafe-archive = Nothing was unpacked. Pack the files again, without links or paths upwards.
boundaries-error-unsafe-xml = The file declares XML entities or a document type, which can hide other files or swell without end.
boundaries-mend-unsafe-xml = Nothing was expanded. Export it again as plain KML.
boundaries-error-several-layers = There are several layers: { $layers }.
boundaries-mend-several-layers = Name the one to read, by layer=.
boundaries-error-unknown-layer = There is no layer “{ $layer }”.
boundaries-mend-unknown-layer = The layers are: { $layers }.
boundaries-error-no-features = There are no features in it.
boundaries-mend-no-features = Check that the export holds the communities.
boundaries-error-no-crs = The file does not say its coordinate reference system.
boundaries-mend-no-crs = Say it: crs=4326 (--crs 4326 on the command line) for longitude and latitude in degrees, or the EPSG code of the projection.
boundaries-error-unknown-crs = “{ $crs }” is not a coordinate reference system that can be read.
boundaries-mend-unknown-crs = Say one by its EPSG code, like crs=4490 or crs=4547.
boundaries-error-unknown-datum = “{ $datum }” is not a known datum.
boundaries-mend-unknown-datum = Say one of: { $datums }.
boundaries-error-unknown-column = There is no column “{ $column }”.
boundaries-mend-unknown-column = The columns are: { $columns }.
boundaries-error-no-code-column = No column looks like the communities’ code.
boundaries-mend-no-code-column = Name it by code=. The columns are: { $columns }.
boundaries-error-blank-code = Some features have no code.
boundaries-mend-blank-code = Give each community its code.
boundaries-error-repeated-code = The code { $code } is given to several communities: { $names }.
boundaries-mend-repeated-code = Give each its own code. Parts of one community may share a code if they also share name and parent.
boundaries-error-no-area = Some features have no polygon: their geometry is missing, empty, a point or a line.
boundaries-mend-no-area = Draw or delete them, or ask to leave them out (skip_unusable).
boundaries-error-not-finite = A coordinate is not a number ({ $x }, { $y }).
boundaries-mend-not-finite = Export the file again, or delete the vertex.
boundaries-error-metres-as-degrees = Coordinates like ({ $x }, { $y }) cannot be degrees: they look like metres of a projection.
boundaries-mend-metres-as-degrees = Say the projection’s EPSG code, like crs=4547 or crs=3826.
boundaries-error-swapped-axes = The coordinates look swapped, latitude before longitude: ({ $x }, { $y }).
boundaries-mend-swapped-axes = Export them as longitude, latitude, or say swap_axes. Nothing is swapped silently.
boundaries-error-off-the-globe = A coordinate lies outside ±180° and ±90° ({ $x }, { $y }).
boundaries-mend-off-the-globe = Check the coordinate reference system and the vertex.

boundaries-repair-encoding-detected = texts do not say their encoding; read as { $encoding }
boundaries-repair-crs-overridden = read as { $crs }, as asked, though the file declares { $declared }
boundaries-repair-crs-coarse = { $crs } has no exact way to WGS84; places may be off by some metres up to 200 m
boundaries-repair-axes-swapped = latitude and longitude swapped, as asked
boundaries-repair-datum-converted = brought from { $datum } to WGS84, as asked
boundaries-repair-reader-warning = the reader warns: { $text }
boundaries-repair-no-names = no column of names; communities go by their codes
boundaries-repair-blank-name = has no name; goes by its code
boundaries-repair-heights-dropped = heights or measures dropped, features: { $count }
boundaries-repair-skipped = left out, as asked: it has no polygon
boundaries-repair-ring-closed = a ring was not closed; closed
boundaries-repair-parts-dropped = lines and points beside the polygon dropped: { $count }
boundaries-repair-vertices-dropped = repeated vertices dropped: { $count }
boundaries-repair-spike-cut = spikes without width cut off, vertices: { $count }
boundaries-repair-self-intersection = outline crossed or touched itself; made valid ({ $why })
boundaries-repair-parts-rejoined = parts given as separate features joined: { $count }

boundaries-report-read = { $input }: { $format }, { $crs }; features: { $features }, communities: { $communities }
boundaries-report-columns = columns: code = { $code }, name = { $name }, parent = { $parent }
boundaries-report-none = none
boundaries-report-illustrative = illustrative boundaries
boundaries-report-clean = nothing to repair
boundaries-report-whole-file = file
boundaries-report-sum = repairs: { $repairs }; area moved: { $area }
