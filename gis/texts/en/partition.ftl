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
