# What a division into cells gave, for the command line.
partition-cells = { $cells ->
        [one] { $cells } cell
       *[other] { $cells } cells
    } in { $communities ->
        [one] { $communities } community
       *[other] { $communities } communities
    }, proven exact
partition-areas = smallest { $smallest }, median { $median }, largest { $largest }
partition-multipart = { $count } of them in several parts
partition-slivers = { $count } below a fifth of the usual size in their community
partition-special = { $count ->
        [one] { $count } special cell
       *[other] { $count } special cells
    }
partition-micro = { $count ->
        [one] { $count } micro-cell
       *[other] { $count } micro-cells
    }
partition-codes-reassigned =
    { $count ->
        [one] { $count } cell has a code that denotes another cell
       *[other] { $count } cells have codes that denote other cells
    } in { $previous }: { $codes }. Give them codes of their own, or say --new-codes.
partition-kept-codes =
    { $kept ->
        [one] { $kept } cell keeps its code
       *[other] { $kept } cells keep their code
    } of { $previous }, { $new } { $new ->
        [one] has a new one
       *[other] have new ones
    }
partition-misfit = community { $community }: { $missing } without a cell, { $beyond } of its cells beyond it; at { $lon }, { $lat }
partition-note-special-outside = special cell { $special }: { $area } m² of it lie in no community and are cut off, at { $lon }, { $lat }
partition-note-points-blank = { $count ->
    [one] 1 row of the points (row { $rows }) without a geometry left out
   *[other] { $count } rows of the points (rows { $rows }) without a geometry left out
}
partition-note-points-outside = { $count ->
    [one] 1 point (row { $rows }) outside all communities left out
   *[other] { $count } points (rows { $rows }) outside all communities left out
}
partition-note-points-repeated = { $count ->
    [one] 1 point (row { $rows }) within { $distance_m } m of another left out
   *[other] { $count } points (rows { $rows }) within { $distance_m } m of another left out
}
partition-note-count-low = { $wanted } { $wanted ->
    [one] cell
   *[other] cells
} wanted for { $communities } communities: each has at least one
partition-note-buildings-outside = { $count ->
    [one] 1 building or address lies in none of the communities and is left out
   *[other] { $count } buildings or addresses lie in none of the communities and are left out
}
partition-note-cut-straight = no buildings were given: blocks too large for a cell are parted by straight lines, which may cut buildings
households-why-one-building = one building of { $biggest } households: no border can part it
households-why-no-border = { $households } households, over { $maximum }: no border parts its buildings in range
households-why-nobody = nobody lives here
households-why-apart = { $households } households, under { $minimum }: a part of the community by itself
households-why-remainder = { $households } households, under { $minimum }: what its surroundings leave
streets-why-large = { $area } ha, over { $maximum }: no border parts it in range
streets-why-apart = { $area } ha, under { $minimum }: a part of the community by itself
streets-why-small = { $area } ha, under { $minimum }: what its surroundings leave
