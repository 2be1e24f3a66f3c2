# Divisions: the list, one, two beside each other
divisions-title = Divisions
divisions-lead = Each division is a generation of cells: drafted, proven, brought into force, never edited after.
divisions-none-active = No division is in force, so no place can be told. Activate one.
divisions-empty = No divisions yet
divisions-empty-text = Begin with a boundary file: “New division” above, or gridward division draft FILE on the server.
divisions-state-draft = Draft
divisions-state-planned = Planned
divisions-state-active = In force
divisions-state-superseded = Superseded
divisions-planned-for = to come into force { $at }
divisions-never = never in force
divisions-plan-void = the plan for { $at } cannot be kept
divisions-since = since { $start }
divisions-from-to = in force { $start } to { $end }
divisions-by-server = on the server’s command line
divisions-rolled-back = back in force, instead of “{ $from }”
divisions-activated-after = activated, after “{ $from }”
divisions-activated-first = activated
divisions-ended = superseded by “{ $name }”
divisions-ended-back = superseded by a roll back to “{ $name }”
divisions-was-planned = planned for { $at }
divisions-communities = Communities
divisions-cells = Cells
divisions-special = Special cells
divisions-micro-cells = Micro-cells
divisions-smallest = Smallest cell
divisions-median = Median cell
divisions-largest = Largest cell
divisions-multipart = Cells in several parts
divisions-slivers = Very small cells
divisions-strategy = How it was made
divisions-strategy-imported = The city’s own cells
divisions-strategy-count = { $count } cells asked for
divisions-strategy-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
divisions-strategy-plan = { $count ->
    [one] 1 community by plan
   *[other] { $count } communities by plan
 }
divisions-drafted = Drafted
divisions-source = Source
divisions-on-map = See on the map
divisions-compare = Compare with the one in force
divisions-past = What came into force when
divisions-plan-refused = The activation planned for { $at } did not come about
divisions-refused = Not done
divisions-done-in-force = “{ $name }” is in force
divisions-done-planned = The activation is planned
divisions-done-cancelled = The plan is cancelled; “{ $name }” stays a draft
divisions-done-cases = Open cases were routed into its cells, each with an entry in its history; its persons have taken over.
divisions-done-again = “{ $name }” is in force again
divisions-done-again-cases = Open cases are back in its cells, each with an entry in its history; its persons have their cells again.
divisions-done-back = The one before it
divisions-bring = Bring into force
divisions-bring-text = It takes the place of “{ $name }” at one moment for everybody. Responsible persons and open cases follow; closed cases stay as they are.
divisions-bring-first = It becomes the division in which all places are told.
divisions-activate-now = Activate now
divisions-activate-sure = Bring “{ $name }” into force now?
divisions-at = Activate at
divisions-at-hint = Clock of the district ({ $zone })
divisions-at-unfit = Enter a day and a time, such as 2026-12-01T00:00.
divisions-plan = Plan it
divisions-plan-again = Change the time
divisions-cancel = Cancel the plan
divisions-back = Go back to this generation
divisions-back-text = It takes the place of “{ $name }” again. Its codes live again, its persons are restored, open cases are routed back; this is recorded too.
divisions-back-now = Roll back
divisions-back-sure = Go back to “{ $name }” now?
divisions-proof = Proof
divisions-proof-exact = The cells cover their communities exactly: no gap, no overlap, proven on the stored coordinates.
divisions-proof-none = Kept before proofs were recorded.
divisions-map = Map of this division
divisions-diff-title = Changes
divisions-diff-kinds = Kinds of change
divisions-diff-map = Map of the changes
divisions-diff-map-text = Patterns show the new cells by kind of change; dashed lines are the edges before. Press a cell or a row below to see it in both.
divisions-diff-csv = As a table (.csv)
divisions-diff-swap = The other way round
divisions-diff-pairs = Changed cells, pair by pair
divisions-diff-kind = Change
divisions-diff-old = Before
divisions-diff-new = After
divisions-diff-area = Shared area
divisions-diff-share-old = Of the old cell
divisions-diff-share-new = Of the new cell
divisions-diff-micro = Micro-cells
divisions-diff-micro-text = Compared with micro-cells only; their ground is counted in their cells above.
divisions-diff-micro-more = { $count } more are in the CSV.
divisions-diff-itself = One division beside itself
divisions-diff-itself-text = Both sides are the same division, so nothing can differ. Choose another one from the list of divisions.
divisions-diff-none = No such changes
divisions-diff-none-text = The two divisions do not differ in this way.
divisions-kind-kept = Kept
divisions-kind-moved = Edge moved
divisions-kind-split = Split
divisions-kind-merged = Merged
divisions-kind-new = New ground
divisions-kind-retired = Given up
divisions-carrying = Confirm who follows into its changed cells
divisions-for-a-moment = in force { $at }, for less than a minute
divisions-and-then = {"; "}
divisions-drafts = Drafts
divisions-on-map-short = Map
divisions-compare-short = Compare
divisions-cells-count = { $count } cells
divisions-drafted-at = drafted { $at }
divisions-spent-short = Its codes were given out since; it cannot come into force. Draft it again.
divisions-spent = This draft cannot come into force any more
divisions-spent-again = Draft again
divisions-to-confirm = { $count ->
    [one] 1 change of persons to confirm
   *[other] { $count } changes of persons to confirm
}
divisions-trail = No. { $id }
divisions-slivers-told = below a fifth of the usual cell of their community
divisions-diff-map-far = Far out, the kinds are shades, as in the figures above.
divisions-diff-show = Show on the map of changes
divisions-diff-open = Open the cell
divisions-diff-row = To its row
divisions-diff-passed = { $area } passed over
divisions-diff-renamed = { $count } renumbered
divisions-kind-renamed = Renumbered
divisions-renumbers = { $count ->
    [one] 1 unchanged cell would get another code
   *[other] { $count } unchanged cells would get other codes
 }
divisions-renumbers-text = It was drafted before “{ $name }” came into force. Draft it again from the same file, and they keep theirs.
divisions-elsewhere = This draft lies somewhere else
divisions-elsewhere-text = It has { $share } % of the ground of “{ $name }”, which is in force: open cases and persons outside it would be left without a cell. Discard it if it is another district’s file.
divisions-diff-rule = Each row is a pair of cells with ground in common. The figures above and the map count each new cell once, by what became of most of its ground; of moved edges the area is the ground that passed over. Split: an old cell became several; merged: several became one; edge moved: an old cell goes on as one cell, perhaps under another code, and ground passed between neighbours.
divisions-diff-rows = { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
 }
divisions-what-changed = What changed
divisions-strategy-buildings = { $count ->
    [one] 1 building
   *[other] { $count } buildings
}
divisions-strategy-streets = { $count ->
    [one] 1 street
   *[other] { $count } streets
}
divisions-strategy-lines = { $count ->
    [one] 1 street
   *[other] { $count } streets
}
divisions-strategy-least = from { $number } households
divisions-strategy-most = to { $number } households
divisions-strategy-least-m2 = from { $number } m²
divisions-strategy-most-m2 = to { $number } m²
divisions-strategy-seed = seed { $seed }
