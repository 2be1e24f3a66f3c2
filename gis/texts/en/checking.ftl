# What checking a boundary file has to tell of neighbours, and the words of the map of repairs

checking-layer = layer: { $layer }
checking-tolerance = overlaps and gaps between neighbours narrower than { $tolerance } m are closed
checking-overlap = overlap of { $communities }, up to { $width } m wide, at { $place }: given to { $received }
checking-gap = gap between { $communities }, up to { $width } m wide, at { $place }: given to { $received }
checking-gap-inside = gap inside { $communities }, up to { $width } m wide, at { $place }: filled
checking-refused-overlap = overlap of { $communities }, up to { $width } m wide, at { $place }: wider than the { $tolerance } m that are closed
checking-refused-gap = gap between { $communities }, up to { $width } m wide, at { $place }: wider than the { $tolerance } m that are closed
checking-hole =
    hole between { $communities }, up to { $width } m wide, at { $place }: stays land of no { $what ->
        [cells] cell
       *[communities] community
    }
checking-inlet =
    gap between { $communities }, open to the outside, up to { $width } m wide, at { $place }: stays land of no { $what ->
        [cells] cell
       *[communities] community
    }
checking-hole-inside =
    hole inside { $communities }, up to { $width } m wide, at { $place }: stays land of no { $what ->
        [cells] cell
       *[communities] community
    }
checking-vanished = { $community } ({ $area }, at { $place }) is too small for the grid of 1e-7°: draw it larger, or remove it
checking-swallowed = { $community } ({ $area }, at { $place }) lies wholly in { $others }: cut it out of there, or remove it
checking-snapped-invalid = outline made valid on the grid
checking-snapped-collapsed = parts too thin for the grid joined another or fell away
checking-snapped-parted = closing cut off the part at { $place }; redraw the border there
checking-pieces = in { $count ->
        [one] { $count } piece
       *[other] { $count } pieces
    }
checking-received = { $community } ({ $area })
checking-moved = { $community }: gained { $gained }, lost { $lost }
checking-moved-title =
    moved by closing, by { $what ->
        [cells] cell
       *[communities] community
    }:
checking-closed = closed: overlaps { $overlaps } ({ $overlap_area }), gaps { $gaps } ({ $gap_area })
checking-fitted = micro-cell { $cell }: fitted to its cell and its neighbours, most at { $place }
checking-fitted-sum =
    { $count ->
        [one] 1 micro-cell fitted
       *[other] { $count } micro-cells fitted
    } ({ $area } gained and lost)
checking-nothing-closed = no overlaps or gaps to close
checking-holes = warning: holes and open gaps that stay: { $count } ({ $area })
checking-refused-overlap-sum =
    refused: overlaps wider than { $tolerance } m between { $count } { $count ->
        [one] pair
       *[other] pairs
    } of { $what ->
        [cells] cells
       *[communities] communities
    } ({ $area })
checking-refused-gap-sum =
    refused: { $count ->
        [one] { $count } gap
       *[other] { $count } gaps
    } wider than { $tolerance } m ({ $area })
checking-mend-refused = Redraw these borders, or state a tolerance of at least { $needed } m by { option-tolerance }.
checking-mend-too-wide = Redraw these borders.
checking-verdict-fine = fine: { $communities } { $what ->
        [cells] { $communities ->
            [one] cell forms
           *[other] cells form
        }
       *[communities] { $communities ->
            [one] community forms
           *[other] communities form
        }
    } one exact coverage on the 1e-7° grid; area moved: { $area }
checking-unruled = whether sides between cells keep to a lattice is not checked: a file tells none
checking-more-lines = {"    "}… and { $count } more
checking-all-lines = every line of this report: gridward boundaries check { $command }
checking-verdict-refused = refused; nothing was changed; area moved: { $area }

checking-map-title = Boundary check: { $input }
checking-map-fine = Fine: one exact coverage
checking-map-holes = Exact, with land of no community: see the warnings
checking-map-refused = Refused
checking-map-counts =
    { $what ->
        [cells] cells
       *[communities] communities
    }: { $communities } · findings: { $marks } · area moved: { $area }
checking-map-group-refused = Refused
checking-map-group-hole = Holes (warning)
checking-map-group-overlap = Overlaps closed
checking-map-group-gap = Gaps closed
checking-map-group-repair = Repairs
checking-map-group-note = About the whole file
checking-map-nothing = Nothing to repair.
checking-map-no-ground = The file was refused before its shapes could be drawn.
checking-map-all = Whole district
checking-map-illustrative = 示意边界 / illustrative boundaries
checking-map-findings = Findings
checking-map-zoom-in = Zoom in
checking-map-zoom-out = Zoom out
checking-rounded = vertices rounded to the grid of 1e-7°, each by less than 1 cm: { $area } along borders
