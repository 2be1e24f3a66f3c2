# Areas: errors
area-no-active-division = No division is active
area-no-active-division-detail = No division into cells is active yet, so no place can be told. An administrator has to activate one.
area-unknown-division = No such division
area-unknown-division-detail = There is no division { $id }, or it is a draft that is not open to you.
area-unknown-cell = No such cell
area-unknown-cell-detail = The present division has no cell with the code { $code }.
area-unknown-community = No such community
area-unknown-community-detail = The present division has no community with the code { $code }.
area-place-unfit = Not a place
area-place-unfit-detail = { $given } is no longitude or latitude: it must lie within ±{ $limit } degrees.
area-coverage-inexact = The cells do not fit exactly
area-coverage-inexact-detail = Cells and communities differ in { $faults } places, first: { $what } at { $place }. Mend the boundaries and import again.
area-division-unfit = The division is incomplete
area-division-unfit-detail = { $frame } does not fit: { $what }.
area-not-a-draft = Not a draft
area-not-a-draft-detail = “{ $name }” is { $status }; only a draft can be activated.
