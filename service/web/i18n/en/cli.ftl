# What commands say, beside the reports of gis
cli-written = written: { $output }
cli-new-codes = With --new-codes, changed cells get new ones.
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
cli-diff-line =
    { $kind ->
        [kept] kept
        [moved] moved
        [split] split
        [merged] merged
        [new] new
       *[retired] retired
    }
cli-diff-row = { $kind } { $cells } { $many ->
        [one] cell
       *[other] cells
    } { $area } ha
