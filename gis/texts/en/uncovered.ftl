# Why communities, or cells, can form no coverage.
uncovered-no-code = communities need a column 'code'; rename yours
uncovered-crs = communities { $crs ->
    [None] have no CRS; declare it with set_crs
   *[other] are in { $crs }; bring them to EPSG:4326 with to_crs(4326)
}
uncovered-code-blank = row { $row } has no code; give each row one
uncovered-tolerance = a tolerance of { $given } { $unit }; state { $most ->
    [none] a number from 0
   *[other] one from 0 to { $most }
} { $unit }
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
uncovered-no-frame = { $which ->
    [previous] the cells of the division before
    [communities] communities
   *[cells] cells
} are no GeoDataFrame; read them with geopandas
uncovered-cell-columns = { $which ->
    [previous] the cells of the division before
   *[cells] cells
} need columns { $columns }; rename yours
uncovered-cell-crs = { $which ->
    [previous] the cells of the division before
   *[cells] cells
} { $crs ->
    [None] have no CRS; declare it with set_crs
   *[other] are in { $crs }; bring them to EPSG:4326 with to_crs(4326)
}
uncovered-cell-blank = the cell of row { $row } has no { $column }; give it one or remove it
uncovered-lattices = the cells say that they lie on a lattice that is none: { $given }; take "lattices" out of their attrs
uncovered-lattices-given = what is given as lattices is none: { $given }; give those of a division, division.lattices
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
