# Drafting a division: refusals
drafting-unknown-job = No such file in the making
drafting-unknown-job-detail = No file with the number { $id } is being made into a draft. It may have been thrown away, or have become a draft: see the list of divisions.
drafting-job-busy = Still at work
drafting-job-busy-detail = “{ $name }” is being worked on. Wait until it is done, or stop it first.
drafting-job-not-read = Not read through
drafting-job-not-read-detail = “{ $name }” was not read through, so it cannot be divided. Mend what the report names, or read it with other options.
drafting-job-over = Over already
drafting-job-over-detail = “{ $name }” has become a draft or was thrown away. See the list of divisions.
drafting-too-many-jobs = Too many files
drafting-too-many-jobs-detail = { $count } files wait already. Wait until they are done, or throw away those that nobody needs.
drafting-file-missing = No file
drafting-file-missing-detail = Choose the boundary file (field “file”).
drafting-number-unfit = Not such a number
drafting-number-unfit-detail = “{ $given }” does not do here: give a number from { $least } to { $most }.
drafting-extent-unfit = Not an extent
drafting-extent-unfit-detail = “{ $given }” is no extent: give four numbers in degrees, west,south,east,north.
drafting-choice-unknown = Not to be chosen
drafting-choice-unknown-detail = “{ $given }” cannot be chosen here. Choose one of { $known }.
drafting-title-unfit = The division needs a name
drafting-title-unfit-detail = Give the division a name of 1 to { $most } characters.
drafting-sizes-unfit = One size, please
drafting-sizes-unfit-detail = { $strategy ->
    [squares] Squares take one of the two: the length of a side or the number of cells.
    [hexagons] Hexagons take one of the three: the distance across, the number of cells or the H3 level.
    [voronoi] Cells around points take one of the two: points or the number of cells.
    [households] Cells by households take a number of cells, or a least and a most of households.
    [streets] Street blocks take a number of cells, or a least and a most of square metres.
   *[other] Cells that are taken as they are take no size.
}
drafting-district-missing = Which district?
drafting-district-missing-detail = No division is in force yet, from which the district could be taken: give its code and its name.
drafting-layer-unreadable = Points not readable
drafting-layer-unreadable-detail = { $name } is no readable layer of points ({ $told }). Use .csv with columns lon and lat, .geojson, .gpkg, .fgb, .shp or .parquet.
drafting-layer-columns = No longitude and latitude
drafting-layer-columns-detail = { $name }, row { $row }: needs columns lon and lat, or 经度 and 纬度, with numbers. Rename the columns, or correct the row.
drafting-refused-neighbours = Neighbours overlap or gape wider than the tolerance of { $tolerance } m, in { $count ->
        [one] one place
       *[other] { $count } places
    }. The map shows where. Redraw these borders, or read again with a tolerance of { $needed } m.
drafting-refused-neighbours-wide = Neighbours overlap or gape wider than the tolerance of { $tolerance } m, in { $count ->
        [one] one place
       *[other] { $count } places
    }, and wider than any tolerance. The map shows where: redraw these borders.
drafting-refused-plan = The plan { $name } does not do: { $told }
drafting-refused-serials = Community { $community } would have { $cells } cells, more than there are serials. Choose fewer cells, larger ones, or longer serials.
drafting-refused-serials-size = Community { $community } would have { $cells } cells, more than there are serials. Choose cells of { $proposed } m or more, or longer serials.
drafting-refused-division = It cannot be divided so: { $told }
drafting-broken-off-text = The server stopped in the middle of the work. Nothing was kept of it; the file is still here. Start again.
drafting-fault = The fault is ours and has been noted. Nothing was kept of the work; the file is still here. Start again, or tell an administrator.
# Drafting a division: pages
drafting-new = New division
drafting-new-lead = Give a boundary file. It is read, mended and proven before anything is divided; the division in force stays untouched.
drafting-trail-new = New division
drafting-file = Choose a boundary file
drafting-file-other = Choose another file
drafting-file-formats = GeoJSON, TopoJSON, Esri JSON, Shapefile (as .zip), GeoPackage, FlatGeobuf, GeoParquet, KML, KMZ, CSV with WKT · up to { $megabytes } MB
drafting-file-large = This file has { $size } MB; up to { $megabytes } MB are taken. Simplify the lines or send a packed file.
drafting-holds = What does the file hold?
drafting-holds-communities = Villages and communities
drafting-holds-communities-text = To be divided into cells in the next step.
drafting-holds-cells = Cells that are drawn already
drafting-holds-cells-text = With the city’s own codes. They are taken as they are and proven.
drafting-options = Reading options
drafting-options-text = Only where the report asks for one of them.
drafting-crs = Coordinate system
drafting-crs-hint = Of a file that declares none, as 4326 or EPSG:4547
drafting-datum = Datum
drafting-datum-wgs84 = WGS 84
drafting-datum-cgcs2000 = CGCS2000
drafting-datum-gcj02 = GCJ-02 (online maps)
drafting-datum-bd09 = BD-09 (Baidu)
drafting-layer = Layer
drafting-layer-hint = Where the file has several
drafting-code = Column of codes
drafting-name = Column of names
drafting-parent = Column of streets
drafting-parent-cell = Column of the micro-cells’ cells
drafting-column-hint = Blank: the usual names are looked for
drafting-extent = Where the data should lie
drafting-extent-hint = West,south,east,north in degrees, as 112.9,22.4,113.3,22.7
drafting-tolerance = Tolerance in metres
drafting-tolerance-hint = Overlaps and gaps up to this width are closed; { $usual } m if blank
drafting-swap-axes = Latitude (northing) stands first
drafting-skip = Leave out features without a polygon or a code
drafting-generate-codes = Give features without a code one
drafting-reference = Outline of the same place
drafting-reference-hint = On WGS 84, to compare the datum with
drafting-communities-file = Communities that the cells must cover
drafting-communities-file-hint = Only for cells that are drawn already; without it, what the cells make up
drafting-kept-file = { $name } is given
drafting-leave-out = Leave it out
drafting-mend-here = This may mend it
drafting-read = Read the file
drafting-read-again = Read again
drafting-making = In the making
drafting-given = { $at }, by { $name }
drafting-given-server = { $at }
drafting-state-waiting = Waiting
drafting-state-working = At work
drafting-state-read = Read: choose how to divide
drafting-state-not-made = No draft made
drafting-state-refused = Refused
drafting-state-broken_off = Broken off
drafting-state-cancelled = Stopped
drafting-state-made = Drafted
drafting-state-dropped = Thrown away
drafting-step-of = Step { $step } of { $steps }
drafting-step-waiting = Waiting for its turn
drafting-step-read = Read the file, mend and prove its lines
drafting-step-map = Draw what was found
drafting-step-divide = Divide into cells
drafting-step-number = Give codes; unchanged cells keep theirs
drafting-step-prove = Prove that nothing gapes or overlaps
drafting-step-keep = Keep the draft
drafting-step-follow = Find who follows into changed cells
drafting-progress-text = You may leave this page: the work goes on, and is listed under “Divisions”.
drafting-progress-elapsed = at work for { $seconds } s
drafting-stop = Stop
drafting-stopping = Stopping
drafting-report = What was found
drafting-report-mended = Mended: { $area } moved to the nearest neighbour, and now one exact coverage
drafting-to-field = To the field that may mend it
drafting-give-mended = Give the mended file
drafting-report-fine = The file is fine: its lines form one exact coverage
drafting-report-refused = The file is refused
drafting-report-made-refused = No draft was made
drafting-report-broken = Broken off: nothing was kept
drafting-report-cancelled = Stopped
drafting-report-cancelled-text = Nothing was kept of the work; the file is still here.
drafting-report-all = The whole report
drafting-report-lines = { $count } lines
drafting-map = Map of the findings
drafting-map-open = Open the map alone
drafting-figure-communities = Villages (communities)
drafting-figure-cells = Cells
drafting-figure-micro-cells = Micro-cells
drafting-figure-area = Area
drafting-figure-repairs = Findings
drafting-figure-moved = Area moved
drafting-format = Format
drafting-columns = Columns taken
drafting-columns-none = none
drafting-divide = Divide
drafting-divide-text = Give the division its name and choose how the communities are divided.
drafting-to-divide = Choose how to divide
drafting-take = Take the cells
drafting-take-text = Give the division its name. The cells are proven against their communities.
drafting-title-field = Name of the division
drafting-title-hint = As “2027” or “Redrawing of autumn 2027”
drafting-title-en-field = Name in English
drafting-strategy = Way of dividing
drafting-strategy-squares = Squares
drafting-strategy-squares-text = A lattice of equal squares; 100 m is the standard’s unit cell.
drafting-strategy-hexagons = Hexagons
drafting-strategy-hexagons-text = By size, by number, or of the H3 grid.
drafting-strategy-voronoi = Around points
drafting-strategy-voronoi-text = Each place belongs to the nearest point: given ones, or a number of points spread evenly.
drafting-by = How large
drafting-by-one = Fill in one of them
drafting-size = Size in metres
drafting-size-hint = Side of a square, width of a hexagon
drafting-count = Number of cells
drafting-count-hint = Of all communities together
drafting-h3 = H3 resolution
drafting-h3-hint = 0 to 15; hexagons only
drafting-points-field = Points
drafting-points-hint = A layer, or .csv with columns lon and lat
drafting-more = More choices
drafting-plan-field = Plan by community
drafting-plan-hint = .csv or .json: code, strategy and size_m, count or h3_resolution of single communities
drafting-special-field = Special cells
drafting-special-hint = Areas (schools, hospitals, markets) that become cells exactly as drawn
drafting-serial-digits = Digits of serials
drafting-serial-digits-hint = 3 by the standard
drafting-source-field = Source and licence of the lines
drafting-new-codes = Give changed cells new codes instead of the city’s own
drafting-district-code = Code of the district
drafting-district-name = Name of the district
drafting-district-name-en = Its name in English
drafting-make = Make the draft
drafting-make-text = The division in force stays as it is. You look at the draft before anything changes.
drafting-read-otherwise = Read it in another way
drafting-drop = Throw the file away
drafting-drop-sure = Throw this file away? Nothing was made of it yet.
drafting-made = The draft is there, proven exact
drafting-made-codes = { $kept } cells keep their codes.
drafting-made-confirm = { $count } changes of responsible persons wait for confirmation.
drafting-discard = Discard
drafting-discard-title = Discard this draft
drafting-discard-text = The draft and its cells are deleted for good; that it was there, and who discarded it, stays on record. Divisions that were in force are never deleted.
drafting-discard-planned = Its planned activation is taken back with it.
drafting-discard-sure = Discard “{ $name }” for good?
drafting-discarded = Discarded drafts
drafting-discarded-by = { $name } discarded it
drafting-column-community = Community
drafting-report-holes = The file is fine, with { $count ->
    [one] { $count } place
   *[other] { $count } places
 } of no community: { $area } that no cell will cover
drafting-making-refused = { $count ->
    [one] { $count } file came to nothing
   *[other] { $count } files came to nothing
 } and can be read otherwise or thrown away
drafting-strategy-households = By households
drafting-strategy-households-text = Cells of 300–500 households along streets, no building cut.
drafting-strategy-streets = Street blocks
drafting-strategy-streets-text = Blocks between streets, small ones joined, large ones parted between their buildings.
drafting-minimum = At least
drafting-minimum-hint = Households, 300 if empty; with street blocks m², 20,000
drafting-maximum = At most
drafting-maximum-hint = Households, 500 if empty; with street blocks m², 60,000
drafting-buildings-field = Buildings
drafting-buildings-hint = Footprints with households, floors or height; or an .osm.pbf extract
drafting-streets-field = Streets and waters
drafting-streets-hint = Lines, with a class where there is one; or an .osm.pbf extract
drafting-buildings-layer = Layer of the buildings
drafting-streets-layer = Layer of the streets
drafting-layer-several = Only where the file has several
drafting-file-needed = { $strategy ->
    [households] Buildings are missing
   *[other] Streets are missing
}
drafting-file-needed-detail = { $strategy ->
    [households] Cells by households need a file of buildings (field “buildings”).
   *[other] Street blocks need a file of streets (field “streets”).
}
drafting-range-unfit = The range is upside down
drafting-range-unfit-detail = At least { $minimum } and at most { $maximum }: give the smaller number first.
drafting-by-town = Drawn by
