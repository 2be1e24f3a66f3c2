# A division's figures, and what its audit finds
audit-title = Figures and audit
audit-lead = What this division’s cells are like, and what somebody should mend. It is looked over every day and after each activation.
audit-open = Figures and audit
audit-findings = To mend
audit-findings-none = Nothing to mend
audit-findings-none-text = Every cell has its persons, no open case lies outside, and no cell is odd in shape.
audit-not-yet = Not audited yet
audit-not-yet-text = The service looks this division over within seconds of its start.
audit-last = Looked over { $at }
audit-cause-daily = daily
audit-cause-activated = after it came into force
audit-cause-asked = when asked for
audit-again = Look over now
audit-cells-only = This division is not in force: only its cells are judged, not persons or cases.
audit-kinds = Kinds of finding
audit-kind-outside = Cases in no cell
audit-kind-vacant = Nobody in a tier
audit-kind-overlap = Generations overlap
audit-kind-parts = Parts cut off
audit-kind-sliver = Very small
audit-kind-above = Too many households
audit-kind-below = Too few households
audit-what-outside = the case is open, and its place lies in no cell
audit-what-vacant = nobody for: { $tiers }
audit-what-overlap = division { $division } was in force while division { $other } was
audit-what-parts = the cell has a part cut off
audit-what-sliver = below a fifth of the usual cell of its community
audit-what-above = { $households } households, more than { $bound }
audit-what-below = { $households } households, fewer than { $bound }
audit-and = {", "}
audit-since = since { $at }
audit-mend-outside = See all on a list
audit-mend-import = Name persons: import
audit-mend-people = All gaps
audit-mend-divisions = All divisions
audit-mend-draft = Draft the division anew
audit-households-none = No cell of this division has a number of households, so the range { $minimum }–{ $maximum } (GB/T 34300) is not checked. Import cells with a column “households” to have it.
audit-households-some = { $count ->
    [one] 1 cell has no number of households and is not held to { $minimum }–{ $maximum } (GB/T 34300).
   *[other] { $count } cells have no number of households and are not held to { $minimum }–{ $maximum } (GB/T 34300).
 }
audit-proof-none = This division was kept before proofs were recorded: very small cells and cut-off parts are not told.
audit-distribution = How the cells are spread
audit-distribution-label = { $figure }: { $known } cells, median { $median }
audit-figure-area_m2 = Area, m²
audit-figure-households = Households
audit-figure-compactness = Compactness
audit-figure-across_m = Distance across, m
audit-figure-code = Cell
audit-figure-community = Community
audit-median = median { $value }
audit-compactness-rule = Compactness is Polsby–Popper’s: 1 is a circle, 0.79 a square. Distance across lies between the two points farthest apart.
audit-communities = Balance within communities
audit-communities-rule = Spread is the standard deviation over the mean: 0 % where all cells are alike.
audit-cells = Cells
audit-area-median = Median area, m²
audit-area-spread = Spread of area
audit-households-spread = Spread of households
audit-compactness-mean = Compactness, mean
audit-compactness-least = Compactness, least
audit-sort = Sort by { $figure }
audit-cells-count = { $count } cells
audit-unknown = not known
cli-grid-title = Division { $id }, { $name }: { $cells } cells in { $communities } communities
cli-grid-figure = { $figure }	least { $least }	median { $median }	mean { $mean }	most { $most }
cli-grid-community = { $name }	{ $cells ->
    [one] 1 cell
   *[other] { $cells } cells
 }	spread of area { $area }	of households { $households }	compactness { $compactness } (least { $least })
cli-grid-clean = Nothing to mend.
cli-grid-findings = To mend: { $count }
cli-grid-kind = { $kind }: { $count }
cli-grid-more = … and { $count } more; --format json tells all
cli-grid-format = no format { $given }; use --format text, json or csv
cli-grid-range = no range of households: { $minimum } to { $maximum }; give --minimum below --maximum
