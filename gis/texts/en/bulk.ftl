# Why points of a file cannot be routed.
bulk-missing = { $path }: does not exist
bulk-format = { $path }: the ending names no format of points; use .csv, .csv.gz or .parquet
bulk-unreadable = { $path }: cannot be read ({ $why }); write the file again
bulk-encoding = { $path }: is in { $encoding ->
    [UTF-16] UTF-16
   *[other] no encoding that is known
}; save it as UTF-8
bulk-open-quote = { $path }: a quote opens in the record of line { $line } and does not close; mend that line
bulk-line-end = { $path }: line { $line } holds a carriage return that ends no line; write line ends as LF or CR LF
bulk-quotes = { $path }: at line { $line } or soon behind it quotes stand within a field; quote the whole field, and double the quotes in it
bulk-ragged = { $path }: line { $line } has { $found } fields where the first line has { $wanted }; mend that line
bulk-no-column = { $path }: has no column “{ $column }” (it has: { $columns }); name it with --lon and --lat, or --geometry
bulk-twice = { $path }: column “{ $column }” stands there twice; rename one
bulk-no-coordinates = { $path }: has neither columns “lon” and “lat” nor a geometry (it has: { $columns }); name them with --lon and --lat, or --geometry
bulk-no-geometry = { $path }: column “{ $column }” is no geometry of GeoParquet but { $type }; name another with --geometry, or columns of numbers with --lon and --lat
bulk-not-numbers = { $path }: column “{ $column }” holds { $type }, not numbers; name another with --lon and --lat
bulk-no-number = { $path }: line { $line }: “{ $value }” in column “{ $column }” is no number; mend it, or leave it blank
bulk-not-point-text = { $path }: line { $line }: “{ $value }” is no point; write POINT (lon lat), or leave it blank
bulk-not-points = { $path }: the geometry in row { $row } is a { $type }, not a point; route points only
bulk-crs = { $path }: its coordinates are in { $crs }, which cannot be turned into degrees ({ $why }); write it in EPSG:4326
bulk-no-text = { $path }: column “{ $column }” holds { $type }, which CSV cannot hold; name an output that ends in .parquet
bulk-has-cell = { $path }: already has a column “{ $column }”; name the new one with --column
bulk-same-file = { $path }: is both input and output; name another output
bulk-empty = { $path }: holds no file of Parquet; name a folder that does
bulk-running = { $path }: another run is writing it; wait until it ends
bulk-not-folder = { $path }: is a file, but a folder of points needs a folder to go to; name another output
bulk-no-package = { $path }: needs the package { $package }; install gridward with its extra: pip install 'gridward[{ $extra }]'
bulk-no-cluster = { $path }: no Dask scheduler answers there ({ $why }); start one, or name its address with --scheduler
bulk-done = { $total } points, { $inside } in a cell, { $outside } outside: { $output }
bulk-unusable = of those in none, { $unusable } have no coordinates that can be used
bulk-already = { $files ->
    [one] 1 file
   *[other] { $files } files
} held these very answers already, and nothing was written
bulk-resumed = going on after { $rows } points of an earlier run
bulk-so-far = { $points } points
bulk-dask-folder = { $path }: a cluster routes a folder of Parquet, one task a file; name one, or leave out --engine dask
bulk-indexed = { $cells } cells indexed, { $mb } MB: { $output }
bulk-no-store = { $path }: cannot be reached: { $why }
bulk-same-column = { $path }: “{ $column }” is given for longitude and latitude; name two columns
bulk-no-worker = { $path }: the scheduler answers, but has no worker; start one with dask worker { $path }
bulk-no-name = { $path }: the name of a column is blank; name it
bulk-packed = { $path }: is packed, though its name does not say so; unpack it, or name what is packed by gzip .csv.gz
bulk-one-file = { $path }: is one file, and of a store folders are routed; name the folder that it lies in, or bring the file to this machine
