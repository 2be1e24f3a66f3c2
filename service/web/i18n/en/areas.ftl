# Areas: errors
area-no-active-division = No division is active
area-no-active-division-detail = No division into cells is active yet, so no place can be told. An administrator has to activate one.
area-unknown-division = No such division
area-unknown-division-detail = There is no division { $id }, or it is a draft that is not open to you.
area-discarded-division = Draft thrown away
area-discarded-division-detail = Division { $id } “{ $name }” was a draft and was thrown away. Who did it and when stands in the list of divisions; make the draft anew from its file if it is still wanted.
area-unknown-cell = No such cell
area-unknown-cell-detail = This division has no cell with the code { $code }.
area-unknown-community = No such community
area-unknown-community-detail = This division has no community with the code { $code }.
area-place-unfit = Not a place
area-place-unfit-detail = { $given } is no longitude or latitude: it must lie within ±{ $limit } degrees.
area-coverage-inexact = The cells do not fit exactly
area-coverage-inexact-detail = Cells and communities differ in { $faults } places, first: { $what } at { $place }. Mend the boundaries and import again.
area-value-too-long = A value is too long
area-value-too-long-detail = “{ $given }” ({ $what }) has { $length } characters; at most { $longest } are kept. Shorten it.
area-division-unfit = The division is incomplete
area-division-unfit-detail = { $frame } does not fit: { $what }.
# The state of a division, for the messages below
area-status = { $status ->
    [draft] a draft
    [active] in force
    [superseded] superseded
   *[discarded] discarded
 }
area-not-a-draft = Not a draft
area-not-a-draft-detail = “{ $name }” is { area-status }; only a draft can be changed or activated.
area-not-discardable = Not to be discarded
area-not-discardable-detail = “{ $name }” is { area-status }; only a draft that was never in force can be discarded. Roll back to another division instead.
area-in-force-already = Is in force already
area-in-force-already-detail = “{ $name }” is in force now; only a generation that was in force before it can be gone back to.
area-not-earlier = Was never in force
area-not-earlier-detail = “{ $name }” is { area-status }; only a generation that was in force before can be gone back to.
area-nothing-earlier = Nothing to go back to
area-nothing-earlier-detail = No generation was in force before “{ $name }”. Name the one that is meant.
area-generation-moved = Another generation came into force
area-generation-moved-detail = “{ $name }” came into force while this was being prepared. Look at it, then try again.
area-not-planned = Nothing is planned
area-not-planned-detail = No activation is planned for “{ $name }”.
area-plan-past = This time has passed
area-plan-past-detail = { $at } does not lie ahead; plan for a later time, or activate now.
area-plan-far = This time is too far ahead
area-plan-far-detail = { $at } lies more than { $years } years ahead; correct the year.
area-plans-collide = Plans exclude each other
area-plans-collide-detail = { $count } codes denote other cells in “{ $name }”, which comes first, than in “{ $later }”: { $codes }. Plan one of them only, or draft the later one again once the first is in force.
area-renumbers = Unchanged cells would get other codes
area-renumbers-detail = { $count ->
    [one] 1 cell that “{ $name }” does not change
   *[other] { $count } cells that “{ $name }” does not change
 } would get other codes than in “{ $before }”, as another division was in force when it was drafted. Draft it again from the same file, and they keep theirs; or say that it is meant (renumber).
area-codes-spent = Codes used before
area-codes-spent-detail = { $count } codes denote other cells than in “{ $name }”, which gave them out: { $codes }. Draft the division again, so that changed cells get new codes.
area-draft-moved = The draft was changed meanwhile
area-draft-moved-detail = Somebody changed “{ $name }” after you saw it. Look at it as it is now, then do it again.
