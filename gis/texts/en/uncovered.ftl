# Why communities, or cells, can form no coverage.
uncovered-no-code = communities need a column 'code'; rename yours
uncovered-crs = communities are in { $crs }; bring them to EPSG:4326 with to_crs(4326)
uncovered-code-twice = code { $code } stands twice; dissolve its rows first
uncovered-no-polygon = community { $code } has { $shape ->
    [none] no geometry
    [empty] an empty geometry
   *[other] a { $shape }
}; a polygon is needed
uncovered-no-number = the coordinates of community { $code } hold one that is no number; draw its outline again there
uncovered-span = communities reach from ({ $west }, { $south }) to ({ $east }, { $north }); they must lie within ±180 and ±90 degrees and span less than 53 degrees
uncovered-vanished = community { $codes } has no area left on the lattice of 1e-7 degrees; remove it or draw it larger
uncovered-swallowed = { $what ->
    [cells] cell
   *[communities] community
} { $codes } lies wholly in others, or has no area left on the lattice of 1e-7 degrees; remove it or draw it larger
uncovered-overlap = communities { $one } and { $other } overlap by { $area } m² at { $place }, more than the { $tolerance } m² that are settled; redraw their border
uncovered-cell-columns = cells need columns { $columns }
uncovered-cell-crs = cells are in { $crs }; bring them to EPSG:4326 with to_crs(4326)
uncovered-cell-no-polygon = cell { $code } has no polygon; draw it or remove it
uncovered-neighbours = { $what ->
    [cells] cells
    [micro-cells] micro-cells
   *[communities] communities
} { $how } in places wider than the tolerance of { $tolerance } m: { $places }. Redraw these borders{ $needed ->
    [none] {""}
   *[other] , or state a tolerance of at least { $needed } m
}
uncovered-neighbours-overlap = overlap by { $area } m²
uncovered-neighbours-gap = gape by { $area } m²
uncovered-neighbours-and = { $one } and { $other }
uncovered-neighbours-place = { $kind ->
    [overlap] overlap
   *[gap] gap
} of { $communities } by { $area } m², up to { $width } m wide at { $place }
uncovered-neighbours-more = { $places }; and { $more } more
uncovered-list-semicolon = {"; "}
