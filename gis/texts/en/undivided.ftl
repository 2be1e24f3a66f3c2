# Why a district cannot be divided as asked.
undivided-no-community = there is no community to divide
undivided-strategy = no strategy { $given }; choose one of { $strategies }
undivided-option = { $strategy } has no option { $unknown }; it takes { $options }
undivided-plan-none = the plan is a { $given }; give a dict of a Chosen for each community's code, or take read_plan's
undivided-plan-entry = the plan holds { $given }; give the community's code as a text, and a Chosen(strategy, options) for it
undivided-plan-stray = the plan names codes that no community has: { $codes }; take them out or correct them
undivided-plan = { $name }: { $faults }
undivided-count = count is { $given }; give a whole number of cells
undivided-count-many = { $count } cells are more than { $communities ->
    [one] 1 community
   *[other] { $communities } communities
} can have, { $most }, as serials end at { $last }; ask for fewer
undivided-size-no-number = size_m is { $given }; give metres
undivided-size-or-count = give size_m or count, not both
undivided-size = cells of { $size } m cannot be cut; give { $least } to { $most } m
undivided-size-many = cells of { $size } m would be { $tiles }, more than { $most } in one division; use { $proposed } m or more
undivided-many = community { $community } would have { $cells } cells, and serials end at { $most }; ask for fewer or larger ones
undivided-many-size = community { $community } would have { $cells } cells of { $size } m, and serials end at { $most }; use { $proposed } m or more
undivided-hexagons-one = give h3_resolution, size_m or count, one of them
undivided-h3 = h3_resolution is { $given }; give a whole number from { $coarsest } (about 1 770 km²) to { $finest } (about 0.9 m²); 10 is about 15 000 m²
undivided-h3-edge = H3’s cells of resolution { $resolution } cannot be drawn here: some lie beyond the 180th meridian or about a pole; choose squares, or hexagons by size
undivided-points-pole = no cells can be drawn around points beyond 89 degrees of latitude; choose squares, or hexagons by size
undivided-h3-many = H3 cells of resolution { $resolution } would be about { $expected }, more than { $most } in one division; use a lower resolution
undivided-points-or-count = give voronoi points or a count, one of them
undivided-points-outside = none of the { $points } points lies in a community; check their CRS (reproject with to_crs) or give points inside
undivided-points-no-frame = points are no GeoDataFrame; read them with geopandas
undivided-points-no-crs = points have no CRS; declare it with set_crs
undivided-points-no-point = points: row { $row } has no point ({ $shape }); remove it or take the polygon's representative_point
undivided-points-no-place = points do not lie within ±180 and ±90 degrees; check their CRS
undivided-special-no-frame = special cells are no GeoDataFrame; read them with geopandas
undivided-special-no-crs = special cells have no CRS; declare it with set_crs
undivided-special-code-twice = special cells have the code { $code } twice; give each its own
undivided-special-code-elsewhere = special cell { $special } has the code { $code }, but lies in { $lies }; a code is the community's and { $digits } digits
undivided-special-code-nowhere = special cell { $special } has the code { $code }, but lies in no community; a code is the community's and { $digits } digits
undivided-special-serials = community { $community } has no serials of { $digits } digits left for its cells; use larger ones
undivided-special-no-geometry = special cell { $special } has no geometry; a polygon is needed
undivided-special-no-polygon = special cell { $special } has a { $shape }; a polygon is needed
undivided-special-no-area = special cell { $special } has no area; draw it again
undivided-special-outside = special cells lie in no community: { $specials }; check their CRS or remove them
undivided-special-crumbs = special cells have less than { $least } m² in the communities: { $specials }; draw them anew or remove them
undivided-special-overlap = special cells overlap in { $count ->
    [1] one place
   *[other] { $count } places
}: { $pairs }; redraw their borders
undivided-micro-of-micro = cell { $community } is a micro-cell; give the cell around it
undivided-micro-of-none = cell { $community } is not among the cells; correct its code
undivided-micro-options = micro-cells take no { $options }; divide the cell as a whole
undivided-micro-many = cell { $community } would have { $cells } micro-cells, and their serials end at { $most }; ask for fewer
undivided-micro-many-size = cell { $community } would have { $cells } micro-cells, and their serials end at { $most }; use { $proposed } m or more
undivided-micro-narrow = micro-cells of { $community } cannot be fitted to those beside it at { $lon }, { $lat }: a cell of { $named } is narrower than about 1 cm there, or its micro-cells do not cover it; merge it with a neighbour, or make its micro-cells anew
undivided-micro-left = micro-cells of { $community } leave { $area } m² of it, at { $lon }, { $lat }, more than the tolerance of { $tolerance } m lets close; redraw them, raise the tolerance, or leave the micro-cells out
undivided-micro-beyond = micro-cells of { $community } go beyond { $area } m² of it, at { $lon }, { $lat }, more than the tolerance of { $tolerance } m lets close; redraw them, raise the tolerance, or leave the micro-cells out
undivided-micro-bare = micro-cell { $cell } has no ground in its cell { $community }; correct its parent or remove it
undivided-micro-astray = micro-cell { $cell } lies in cell { $community }, which is not among the cells; correct its parent
undivided-serials-used = community { $community } needs { $cells } new serials of { $last }, and { $free } were never used; use larger cells{ $longer ->
    [yes] , or serials of more digits
   *[no] {""}
}
undivided-micro-serials-used = cell { $cell } needs { $cells } new micro-cell serials of { $last }, and { $free } were never used; use larger micro-cells
undivided-import-nothing = there is no cell to import
undivided-import-strays = { $strays }; give the communities of these cells, or none
undivided-stray-unknown = cells name communities that are not given: { $codes }
undivided-stray-bare = communities have no cell: { $codes }
undivided-import-misfits = the cells of { $count ->
    [1] one community differ from it
   *[other] { $count } communities differ from them
} by more than { $tolerance } m: { $misfits }{ $more }. Redraw these, raise the tolerance, or import without communities

# What is wrong in a plan of strategies.
plan-place = row { $row }{ $column ->
    [none] {""}
   *[other] , { $column }
}: { $why }
plan-twice = community { $code } stands in row { $earlier } already; remove one of them
plan-empty = names no community; add a row for one
plan-blank = is blank; give the community's code
plan-digits = { $code } lost its digits in a spreadsheet; format the column as text
plan-strategy = no strategy { $given }; choose one of { $strategies }
plan-column = is not known; use code, strategy, { $numbers }
plan-option = { $strategy } does not take it but { $takes ->
    [none] no number
   *[other] { $takes }
}
plan-no-number = { $given } is no number
plan-no-whole-number = { $given } is no whole number
plan-ending = the ending { $ending } is no plan's; write .csv or .json
plan-header = the header lacks { $missing }; add the column
plan-no-csv = line { $line } is no CSV ({ $why }); save it as CSV again
plan-no-json = is no JSON ({ $why }); correct it there
plan-no-object = is no object with code and strategy
plan-large = is larger than { $most } bytes; is it a plan?
plan-unreadable = cannot be read ({ $why }); check the path
plan-encoding = is neither UTF-8 nor GB 18030 text; save it as UTF-8
undivided-buildings-or-points = give households buildings or points, one of them
undivided-lines-missing = streets needs lines: a GeoDataFrame of streets, waters or railways
undivided-households-missing = the buildings have no column “households”; estimate it first, for instance as footprint × floors / 120 m²
undivided-households-unfit = { $which }: row { $row } has { $given } households; give a number from 0
undivided-frame-none = { $which } are no GeoDataFrame; read them with geopandas
undivided-frame-no-crs = { $which } have no CRS; declare it with set_crs
undivided-frame-shape = { $which }: row { $row } is a { $shape }; { $which ->
    [buildings] give polygons
    [points] give points
   *[lines] give lines, or areas whose outlines count
}
undivided-frame-no-place = { $which } do not lie within ±180 and ±90 degrees; check their CRS
undivided-range-number = { $option } is { $given }; give a number above 0
undivided-range-order = { $low } and { $high } are { $given }; give the smaller first
undivided-seed = seed is { $given }; give a whole number from 0 to 4294967296
