# What commands say, beside the reports of gis
cli-written = written: { $output }
cli-new-codes = gridward division draft gives changed cells new codes; to a city’s own cells with --new-codes.
cli-draft-kept =
    { $count ->
        [one] { $count } cell keeps its code
       *[other] { $count } cells keep their codes
    } of “{ $name }”
cli-draft-confirm =
    { $count ->
        [one] { $count } change of responsible persons to confirm
       *[other] { $count } changes of responsible persons to confirm
    }
cli-drafted = division { $division }: { $cells } cells, proven exact, a draft; see it on the map, then gridward division activate { $division }
cli-diff-micro = of micro-cells:
cli-diff-row = { $kind } { $cells } { $many ->
        [one] cell
       *[other] cells
    } { $area } ha{ $passed ->
        [yes] {" "}passed over an edge
       *[no] {""}
    }{ $renamed ->
        [0] {""}
       *[other] , { $renamed } under another code
    }
cli-division-status = { $status }
cli-division-plan = { $status }, planned for { $at }
cli-division-since = { $status }, since { $since }{ $until ->
    [none] {""}
   *[other] {" "}to { $until }
}
cli-division-spent = { $status }, cannot come into force: its codes were given out since
cli-division-figures = { NUMBER($communities, useGrouping: 0) } communities, { NUMBER($cells, useGrouping: 0) } cells ({ NUMBER($special, useGrouping: 0) } special), { NUMBER($micro, useGrouping: 0) } micro-cells
cli-division-proof = proven exact; { $smallest } to { $largest } m² a cell, median { $median }; { $multipart } in several parts, { $slivers } very small
cli-division-ended = { $at }	superseded by { $kind ->
    [roll_back] a roll back to { $after }
   *[other] { $after }
}	by { $by ->
    [none] the command line
   *[other] { $by }
}
cli-division-activation = { $at }	{ $kind ->
    [roll_back] rolled back
   *[other] activated
}{ $before ->
    [none] {""}
   *[other] , in place of { $before }
}	by { $by ->
    [none] the command line
   *[other] { $by }
}
cli-division-active = division { $division } is active
cli-database-lost = the database gave up while this was under way: { $why }. What was under way is not in it. See that it runs, has room and may be written, and run the command again.
cli-division-renumbers = { $count ->
        [one] 1 unchanged cell
       *[other] { $count } unchanged cells
    } would get other codes, as another division was in force when this one was drafted; draft it again, or say --renumber
cli-division-no-time = --at { $at }: no day and time; write 2026-12-01T00:00
cli-division-planned = division { $division } will be active from { $at } on, while the service runs; gridward division cancel { $division } takes it back
cli-division-cancelled = division { $division } is a draft with no plan
cli-division-rolled-back = division { $division } is active again, in place of { $before }
cli-division-discard = discard the draft “{ $name }” with its { NUMBER($cells, useGrouping: 0) } cells for good?
cli-division-discarded = division { $division } “{ $name }” is discarded
cli-nobody-there = nobody is there to say yes; add --yes
cli-no-file = { $path }: does not exist
cli-no-folder = { $path }: the folder does not exist; make it first
cli-is-taken = { $path } is read by this command, or written twice; give another file to write
cli-unwritable = { $path } cannot be written ({ $why }); make room, or name a file elsewhere
cli-is-folder = { $path } is a folder; name a file in it
cli-no-district = no division is in force yet: give --district and --district-name
cli-cells-written = { NUMBER($cells, useGrouping: 0) } cells: { $output }
cli-pages-written = { NUMBER($pages, useGrouping: 0) } pages: { $output }
cli-use-geometry = give --geometry or --lon and --lat, not both
cli-use-cluster = --engine dask and --scheduler ADDRESS go together
cli-use-table = --postgis takes a TABLE, and neither OUT nor a cluster
cli-use-out = name OUT
cli-use-crs = --crs goes with --postgis
cli-use-one = give { $options }, not both
cli-use-takes-no = { $strategy } takes no { $option }
cli-use-idle = { $how ->
    [without] without
   *[with] with
} { $option }, { $options } would do nothing: leave it out
cli-use-extent = { $given } is no extent; give four numbers: west,south,east,north
cli-use-or = { " or " }
cli-use-and = { " and " }
cli-townscape-subject = --as takes { $subjects }, not { $given }
cli-use-needs = { $strategy } needs { $options }
