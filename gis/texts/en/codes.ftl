# Names of cells.
codes-cell-name = { $community }, cell { $serial }
codes-micro-cell-name = { $community }, cell { $serial }, micro-cell { $micro }
