# Names of cells in the standard's form.
codes-cell-name = { $community }第{ $ordinal }网格
codes-micro-cell-name = { $community }第{ $ordinal }网格第{ $micro_ordinal }微网格
