# A cell's panel and page.
cell-title = Cell { $serial }
cell-name = { $community }, cell { $serial }
cell-area = Area
cell-households = Households
cell-kind = Kind
cell-kind-special = Special cell
cell-open-cases = Open cases
cell-of-these = , of these
cell-late-count = { $count } late
cell-persons = Responsible persons
cell-recent-cases = Recent cases
cell-no-cases = No cases here yet.
cell-full-page = Page of this cell
cell-report-here = Report an issue here
cell-print = Print the map
cell-all-cases = All cases
cell-open-on-map = Show on the map
cell-neighbours = Neighbours
cell-position = Position
cell-division = Division
cell-location-map = Where it lies
cell-no-neighbours = No neighbouring cells.
cell-retired = This cell is no more
cell-retired-text = It belonged to “{ $division }”, in force from { $start } to { $end }. Shown as it was then. Its ground is now:
cell-retired-nowhere = in no cell any more.
cell-of-draft = A preview: this cell belongs to the draft “{ $division }”, which is not in force.
cell-retired-open = Cases that were open went with their places into these cells, those whose place lies in no cell kept theirs; those that had ended stay here.
cell-retired-cases = { $count ->
    [one] { $count } open case here
   *[other] { $count } open cases here
}
cell-micro = Micro-cells
cell-micro-note = { $count } within this cell
cell-micro-asked-title = A micro-cell of this cell
cell-micro-asked = { $code } lies within this cell and is marked on its map. Cases and responsible persons are those of the whole cell; whom the register names for the micro-cell is listed beside it.
