# Why two divisions cannot be compared.
incomparable-no-column = the { $side } division: there is no column { $column }; name the codes' column (has: { $has })
incomparable-crs = the { $side } division: cells are in { $crs }; bring them to EPSG:4326 with to_crs(4326)
incomparable-no-code = the { $side } division: row { $row } has no code; give each cell one
incomparable-twice = the { $side } division: code { $code } stands twice; dissolve its parts or rename one
incomparable-no-polygon = the { $side } division: cell { $cell } has no polygon; draw it or leave it out
incomparable-wild = the { $side } division: cell { $cell } has coordinates beyond ±180 degrees; check its CRS
incomparable-span = the { $side } division: cells span more than 53 degrees; check their CRS
incomparable-invalid = the { $side } division: cell { $cell } is no valid polygon ({ $fault } at { $at }); repair it with `gridward boundaries check`
incomparable-narrow = the { $side } division: cell { $cell } is no wider than the lattice; leave it out
incomparable-same-shape = the { $side } division: cells { $one } and { $two } have the same shape; keep one
incomparable-overlap = the { $side } division: cells overlap one another by { $area } m² within cell { $cell } of the other division (such as { $codes }); see `gridward boundaries check --cells`
