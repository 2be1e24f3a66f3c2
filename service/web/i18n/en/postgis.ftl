# Routing a table of PostGIS
postgis-address = this is no address of a database; write postgresql://user@host/database
postgis-connect = { $server }: cannot be reached ({ $why }); check the address, and that the server is running
postgis-no-postgis = { $server }: has no PostGIS; its administrator can add it: CREATE EXTENSION postgis
postgis-no-table = { $server }: has no table { $table }; name it with its schema, as public.points
postgis-not-table = { $table }: is a { $type ->
    [v] view
    [m] materialized view
    [f] foreign table
   *[other] thing other than a table
}, whose rows cannot be updated here; name the table behind it
postgis-no-column = { $table }: has no column “{ $column }” (it has: { $columns })
postgis-no-points = { $table }: has neither a column of points nor columns “lon” and “lat” (it has: { $columns }); name them with --geometry, or --lon and --lat
postgis-which = { $table }: has several columns of geometry ({ $columns }); name one with --geometry
postgis-not-numbers = { $table }: column “{ $column }” holds { $type }, not numbers; name another
postgis-odd = { $table }: where { $key } the geometry is { $what ->
    [no-srid] in no coordinate system; say which with --crs
   *[other] a { $what }, not a point; route points only
}
postgis-cell-type = { $table }: column “{ $column }” is { $type }; make it text, or name another with --column
postgis-cell-short = { $table }: column “{ $column }” takes { $holds } characters, the codes have up to { $longest }; make it text
postgis-cell-made = { $table }: column “{ $column }” is computed by the database; name another with --column
postgis-running = { $table }: another run of this command is at it; wait until it ends
postgis-locked = { $table }: somebody holds it locked for longer than { $seconds } s; what was done stays, so run this again later
postgis-refused = { $table }: the database refuses ({ $why }); what was done stays, so mend that and run this again
postgis-done = { $total } points, { $inside } in a cell, { $outside } outside: { $table }
postgis-updated = { $updated } rows got another cell
postgis-changed = { $changed } rows were changed by others meanwhile; run this again for them
