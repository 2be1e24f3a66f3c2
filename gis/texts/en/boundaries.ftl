# What reading a boundary file has to tell

boundaries-error-whole = { $input }: { $wrong } { $mend }
boundaries-error-placed = { $input }: { $wrong } At: { $places }. { $mend }
boundaries-place = feature { $number }
boundaries-place-coded = feature { $number } (code { $code })
boundaries-places-more = { $places } and { $more } more

boundaries-error-not-found = There is no such file.
boundaries-mend-not-found = Check the path; give one file, not a folder.
boundaries-error-unknown-format = This is not a boundary file of a known format.
boundaries-mend-unknown-format = Give one of: { $formats }.
boundaries-error-server-error = This is no boundary file but a map server’s answer that it gives none: “{ $message }” (error { $code }).
boundaries-mend-server-error = Ask the server again, with a token if it wants one, and save its list of features.
boundaries-error-unreadable = The file cannot be read: { $why }.
boundaries-mend-unreadable = It may be cut off or damaged: export or copy it again.
boundaries-error-spoiled-text = The text is in { $encoding }, except byte { $byte }, in line { $line } after “{ $before }”.
boundaries-mend-spoiled-text = Correct the text there, or export or copy the file again; best in UTF-8.
boundaries-error-unequal-parts = The parts of the Shapefile do not go together: { $shapes } shapes in the .shp, { $rows } rows in the .dbf.
boundaries-mend-unequal-parts = One of them is cut off, or comes from another export: copy all parts again together, or export anew.
boundaries-error-too-many-bytes = The file is too large ({ $size }).
boundaries-mend-too-many-bytes = The limit is { $limit }: divide it, or simplify its lines.
boundaries-error-too-many-unpacked-bytes = The archive unpacks to too much.
boundaries-mend-too-many-unpacked-bytes = The limit is { $limit } unpacked, in { $entries } files at most: put only the boundary file into it.
boundaries-error-too-many-features = There are too many features.
boundaries-mend-too-many-features = The limit is { $limit }: divide the file.
boundaries-error-too-many-vertices = There are too many vertices.
boundaries-mend-too-many-vertices = The limit is { $limit }: simplify the lines, divide the file, or raise the limit by { option-max-vertices } where there is memory for it, about a gigabyte a million.
boundaries-error-unsafe-archive = The archive holds an entry that points outside of it: { $entry }.
boundaries-mend-unsafe-archive = Nothing was unpacked. Pack the files again, without links or paths upwards.
boundaries-error-locked-archive = The archive is locked with a password.
boundaries-mend-locked-archive = Pack the files again, without a password.
boundaries-error-unsafe-xml = The file declares XML entities or a document type, which can hide other files or swell without end.
boundaries-mend-unsafe-xml = Nothing was expanded. Export it again as plain KML.
boundaries-error-several-layers = There are several layers: { $layers }.
boundaries-mend-several-layers = Name the one to read, by { option-layer }.{ $folders ->
    [yes] {" "}A KML folder’s name reads all that lies in it.
   *[no] {""}
}
boundaries-error-unknown-layer = There is no layer “{ $layer }”.
boundaries-mend-unknown-layer = The layers are: { $layers }.
boundaries-error-no-features = There are no features in it.
boundaries-mend-no-features = Check that the export holds the communities, or the cells.
boundaries-error-no-crs = The file does not say its coordinate reference system.
boundaries-mend-no-crs = Say it by { option-crs }: 4326 for longitude and latitude in degrees, or the EPSG code of the projection.
boundaries-error-unknown-crs = “{ $crs }” is not a coordinate reference system that can be read.
boundaries-mend-unknown-crs = Say one by its EPSG code, like 4490 or 4547.
boundaries-error-unread-crs = What the file says of its coordinate reference system cannot be read: “{ $crs }”.
boundaries-mend-unread-crs = Say it by { option-crs }: 4326 for longitude and latitude in degrees, or the EPSG code of the projection.
boundaries-error-unknown-datum = “{ $datum }” is not a known datum.
boundaries-mend-unknown-datum = Say one of: { $datums }.
boundaries-error-unknown-column = There is no column “{ $column }”.
boundaries-mend-unknown-column = The columns are: { $columns }.
boundaries-error-no-columns = There are shapes only, without a single column: no codes and no names.
boundaries-mend-no-columns = A Shapefile has its columns in the .dbf: give it as well, under the same name. Or ask for codes to be made by { option-generate-codes }.
boundaries-error-no-code-column = No column looks like the codes of communities or cells.
boundaries-mend-no-code-column = Name it by { option-code }, or ask for codes to be made by { option-generate-codes }. The columns are: { $columns }.
boundaries-error-blank-code = Some features have no code.
boundaries-mend-blank-code = Give each its code, or ask for codes to be made by { option-generate-codes }, or for these features to be left out by { option-skip }.
boundaries-error-repeated-code = The code { $code } is given to several communities or cells: { $names }.
boundaries-mend-repeated-code = Give each its own code. Parts of one whole may share a code if they also share name and parent.
boundaries-error-no-area = Some features have no polygon: their geometry is missing, empty, a point or a line.
boundaries-mend-no-area = Draw or delete them, or ask to leave them out by { option-skip }.
boundaries-error-not-finite = A coordinate is infinite or not a number.
boundaries-mend-not-finite = Export the file again, or delete the vertex.
boundaries-error-metres-as-degrees = Coordinates like ({ $x }, { $y }) cannot be degrees: they look like metres of a projection.
boundaries-mend-metres-as-degrees = Say the projection’s EPSG code by { option-crs }, like { $guess }.
boundaries-error-swapped-axes = The coordinates look swapped, latitude (northing) first: ({ $x }, { $y }).
boundaries-mend-swapped-axes = Export them with longitude (easting) first, or say { option-swap-axes }. Nothing is swapped silently.
boundaries-error-swapped-by-option = With { option-swap-axes } the coordinates look swapped: ({ $x }, { $y }).
boundaries-mend-swapped-by-option = Leave it out.
boundaries-error-off-the-globe = A coordinate lies outside ±180° and ±90° ({ $x }, { $y }).
boundaries-mend-off-the-globe = Check the coordinate reference system and the vertex.
boundaries-error-off-the-projection = Read as { $crs }, coordinates like ({ $x }, { $y }) lie nowhere on the Earth.
boundaries-mend-off-the-projection = Check the vertices, or say the coordinate reference system that was meant by { option-crs }.
boundaries-error-unsafe-database = The database computes what it holds (a view, a virtual table or a computed column: { $table }), which can run without end or open other files.
boundaries-mend-unsafe-database = Nothing of it was read. Export the layer as a plain table into a new GeoPackage.
boundaries-error-other-archive = This is a { $kind } archive.
boundaries-mend-other-archive = Unpack it, and give the boundary file or a ZIP of it.
boundaries-error-too-deep = Archives lie within archives, too deep.
boundaries-mend-too-deep = The limit is { $limit }: unpack the outer ones.
boundaries-error-no-geometry-column = No column holds geometries.
boundaries-mend-no-geometry-column = In the table's first line, name the column WKT, geojson, geometry or geom; its values are WKT, WKB in hexadecimal, or GeoJSON.
boundaries-error-surface-layer = A layer is declared to hold surfaces of faces (PolyhedralSurface, TIN), which cannot be read.
boundaries-mend-surface-layer = Export it again as polygons (MultiPolygon).
boundaries-error-long-rows = Rows of the table have more cells than its first line names.
boundaries-mend-long-rows = Put quotes around cells that hold the delimiter, as the commas of WKT.
boundaries-error-only-points = The table has only points, in columns { $columns }: no polygons.
boundaries-mend-only-points = Give the boundaries as polygons, in a column named WKT or geojson; a table of points serves as centres for Voronoi cells.
boundaries-error-spoiled-code = The codes in column “{ $column }” have lost digits, like { $code }: a spreadsheet made numbers of them.
boundaries-mend-spoiled-code = Take them from the source again, as text.
boundaries-error-overlapping-parts = Features share the code { $code } and overlap, by { $area } m²: they are not the parts of one whole.
boundaries-mend-overlapping-parts = Give each its own code, or delete the one that is wrong.
boundaries-error-no-community = The community of some cells is not known: their codes do not begin with it, and no column tells it.
boundaries-mend-no-community = Name the column that tells it by { option-community }, or give the communities with their codes by { option-communities }: each cell then belongs to the one that most of it lies in.
boundaries-error-unknown-parent = Some micro-cells lie in a cell that is not in the file.
boundaries-mend-unknown-parent = Give each the code of the cell it lies in, and that cell too.
boundaries-error-cells-missing = Column { $column } names cells that are not in the file: { $cells }.
boundaries-mend-cells-missing = Put the cells into the same file as their micro-cells; or leave { option-parent } out, and the micro-cells are read as the cells.
boundaries-error-degrees-as-metres = The file declares { $crs }, which is in metres, but coordinates like ({ $x }, { $y }) are degrees.
boundaries-mend-degrees-as-metres = Say by { option-crs }: 4326 for longitude and latitude, or 4490 for CGCS2000.
boundaries-error-wrong-crs = Read as { $crs }, coordinates like ({ $x }, { $y }) lie far from where they should.
boundaries-mend-wrong-crs = They would lie in their place with EPSG:{ $guess }: if that is right, say it by { option-crs }.
boundaries-error-unknown-extent = “{ $extent }” is no extent.
boundaries-mend-unknown-extent = Give west, south, east, north in degrees, as 113.0,22.4,113.3,22.7.
boundaries-error-outside-extent = Some features lie outside of the stated extent ({ $extent }).
boundaries-mend-outside-extent = Check the coordinate reference system and the extent, delete what is astray, or ask to leave it out by { option-skip }.
boundaries-error-outside-reference = The file lies elsewhere than the reference outline: it shares { $shared } of its ground at most, and its border is { $distance } km away on average.
boundaries-mend-outside-reference = Check the coordinate reference system, the axes and the reference; say another system by { option-crs }.
boundaries-error-too-wide = A feature spans { $size } degrees: it has a vertex astray, or goes round the world.
boundaries-mend-too-wide = Delete the vertex; divide what crosses the 180° meridian there.
boundaries-error-far-apart = The features lie { $size } degrees apart, which no district spans.
boundaries-mend-far-apart = Delete what is astray, like features at 0, 0.
boundaries-error-tangled = An outline crosses itself about { $crossings } times; it encloses no area that could be told.
boundaries-mend-tangled = Draw it again, or export it again from the source.

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
boundaries-repair-narrow-spike-cut = a spike or notch { $length } m long and at most { $width } m wide cut off, at { $place }
boundaries-repair-spike-kept = a spike or notch { $length } m long and at most { $width } m wide, at { $place }: kept, since the shape is little else or would cross itself without it; draw it anew if it was not meant
boundaries-repair-self-intersection = outline crossed or touched itself, at { $place }; made valid
boundaries-repair-same-polygon = has the same polygon as { $other }, at { $place }: one of them is a copy; draw it anew or delete it
boundaries-repair-parts-rejoined = parts given as separate features joined: { $count }
boundaries-repair-encoding-overridden = texts are not in { $declared }, as the .cpg says; read as { $encoding }
boundaries-repair-index-rebuilt = { $listed ->
        [0] the .shx is missing
       *[other] the .shx lists { $listed } of { $shapes } shapes
    }; made again from the .shp
boundaries-repair-deleted-left = rows marked as deleted in the .dbf left out: { $count }
boundaries-repair-text-spoiled = bytes in column “{ $column }” are not in { $encoding }; read as “{ $text }”: correct it
boundaries-repair-incomplete = the server cut its list off (exceededTransferLimit): features are missing
boundaries-repair-rings-turned = rings run the wrong way round; outlines and holes told apart by where they lie
boundaries-repair-links-left = links to other files (NetworkLink) were not followed: { $count }. Save what they show as KML and give it as well
boundaries-repair-numbers-as-text = features with coordinates written as text, read as numbers: { $count }
boundaries-repair-crs-suspected = declared as { $crs }, which puts it at { $place }, outside China, while its metres look like those of a zone of CGCS2000: if so, say which by { option-crs }, such as 4547; if not, state the extent to be sure
boundaries-repair-axes-suspected = the coordinates look swapped, latitude (northing) first; read as they are: state the extent to be sure, or say { option-swap-axes }
boundaries-repair-datum-assumed = the file declares no datum; read as WGS84: if its lines stand some 500 m off on a map, say GCJ-02 or BD-09 by { option-datum }
boundaries-repair-datum-unclear = no datum fits the reference outline clearly: { $datum } has { $overlap } shared area, { $distance } m apart on average, and { $best } has { $best_overlap }, { $best_distance } m. Give an outline of the same place to be sure
boundaries-repair-datum-fits = against the reference outline { $datum } fits best: { $overlap } shared area, { $distance } m apart on average
boundaries-repair-datum-suspected = suspected datum { $best }: with its shift undone the reference outline is shared to { $best_overlap }, { $best_distance } m apart on average; as { $datum } to { $overlap }, { $distance } m. If that is right, say { $best } by { option-datum }
boundaries-repair-codes-tidied = spaces, hyphens between groups, wide digits and points taken out of codes: { $count }
boundaries-repair-code-generated = feature { $number } has no code; given this one
boundaries-repair-code-mapped = code of the older form { $before }; now { $code }
boundaries-repair-community-assumed = neither code nor column tells its community; taken into { $community }, to which its neighbour belongs
boundaries-repair-communities-located =
    { $count ->
        [one] neither code nor column tells the community of { $count } cell; taken into the one that most of it lies in
       *[other] neither code nor column tells the community of { $count } cells; each taken into the one that most of it lies in
    }
boundaries-repair-kinds-unknown = unknown kinds, read as general: { $kinds }
boundaries-repair-codes-unequal = codes with other than { $usual } digits, unlike nearly all: { $codes }
boundaries-repair-two-codes = codes are those of { $code } where it is filled, and then { $parent } tells the cell; else those of { $parent } ({ option-code } says otherwise)
boundaries-repair-cells-not-there = micro-cells only: the cells that { $column } names are not in the file, so the micro-cells are read as cells
boundaries-repair-parent-found = no code tells the cell it is nested in; it lies in { $parent }
boundaries-repair-curves-straightened = curved edges replaced by short straight ones
boundaries-repair-file-passed-over = “{ $file }” in the archive cannot be read and was passed over
boundaries-repair-surfaces-apart = surfaces of faces (PolyhedralSurface, TIN) taken apart into their polygons
boundaries-repair-skipped-uncoded = left out, as asked: it has no code
boundaries-repair-skipped-outside = left out, as asked: it lies outside of the extent ({ $extent })
boundaries-repair-far-away = lies far from all others, by { $distance } km, at { $place }
boundaries-repair-hole-is-part = holes outside of their outline kept as parts: { $count }
boundaries-repair-duplicate-dropped = the same feature was there again; dropped: { $count }
boundaries-repair-totals-differ =
    { $column ->
        [households] households
       *[population] population
    }: copies of the feature tell { $total } and { $others }; { $total } taken
boundaries-repair-totals-once =
    { $column ->
        [households] households
       *[population] population
    }: all { $count } parts repeat { $total }; taken once, not summed
boundaries-repair-totals-odd =
    { $column ->
        [households] households
       *[population] population
    }: { $times } of { $count } parts repeat { $total }, others tell { $others }; { $total } taken, not summed: correct what is wrong
boundaries-repair-totals-summed =
    { $column ->
        [households] households
       *[population] population
    }: the { $count } parts tell different numbers; summed to { $total }
boundaries-repair-total-unreadable =
    { $column ->
        [households] households
       *[population] population
    }: “{ $text }” is no number; left empty

boundaries-report-read = { $input }: { $format }, { $crs }; features: { $features }, communities: { $communities }
boundaries-report-cells = { $input }: { $format }, { $crs }; features: { $features }, cells: { $communities }
boundaries-report-columns-cells = columns: code = { $code }, name = { $name }, community = { $parent }
boundaries-report-columns-read = columns: code = { $code }, name = { $name }, parent = { $parent }
boundaries-report-columns-unread = columns that are not kept: { $columns }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}
boundaries-report-none = none
boundaries-report-illustrative = illustrative boundaries
boundaries-report-clean = every feature by itself: nothing to repair
boundaries-report-whole-file = file
boundaries-report-more = {"    "}… and { $count } more like these
boundaries-report-sum = repairs: { $repairs }; area moved: { $area }
