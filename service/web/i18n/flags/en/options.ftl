# What the command line says where a text of gis names an option: its flag.
option-layer = --layer
option-crs = --crs
option-datum = --datum
option-code = --code
option-parent = --parent
option-community = --community
option-communities = --communities
option-swap-axes = --swap-axes
option-skip = --skip
option-generate-codes = --generate-codes
option-max-vertices = --max-vertices
option-tolerance = --tolerance
option-town-crs = --town-crs
option-town-layer = --buildings-layer, --addresses-layer, --streets-layer or --water-layer
option-households-column = --households-column
option-street-class = --street-class
