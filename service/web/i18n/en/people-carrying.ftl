# Who follows into the cells of a new division
people-carrying-title = Persons of new cells
people-carrying-lead = A redrawn cell's persons come from the old cell with the largest part of its ground. Where a cell is gone and its person follows nowhere, the responsibility ends. What nobody confirms takes effect all the same.
people-carrying-lead-back = The division came back by a roll back: its cells have the persons again whom they had when it ended. Only where a cell had nobody, the person comes from the cell that had the largest part of its ground until then; where such a cell is gone and its person follows nowhere, the responsibility ends. What nobody confirms takes effect all the same.
people-carrying-divisions = Division
people-carrying-division = { $name } · { $count } to confirm · { $state }
people-carrying-show = Show
people-carrying-spent = Its codes were given out since, so nobody follows by it: there is nothing to confirm. Draft it again.
people-carrying-draft = These persons take over when the division comes into force.
people-carrying-in-force = In force: these persons are responsible already. A change counts from today.
people-carrying-over = The generation is no longer in force
people-carrying-over-detail = Cell “{ $cell }” is no more, so nothing can be changed. Choose the division in force.
people-carrying-counted = { $count ->
    [one] 1 responsibility
   *[other] { $count } responsibilities
 } in { $cells ->
    [one] 1 cell
   *[other] { $cells } cells
 }
people-carrying-states = By state
people-carrying-state-all = All
people-carrying-state-proposed = To confirm
people-carrying-state-confirmed = Confirmed
people-carrying-state-changed = Changed
people-carrying-state-declined = Vacant
people-carrying-confirm-all = { $count ->
    [one] Confirm 1 clear one
   *[other] Confirm all { $count } clear ones
 }
people-carrying-clear = Clear: { $share } % or more of the new cell was one old cell, of the same community.
people-carrying-confirmed = { $count ->
    [one] 1 proposal confirmed.
   *[other] { $count } proposals confirmed.
 }
people-carrying-meanwhile = { $count ->
    [one] 1 of them had been decided about meanwhile, and stays as it was decided: see below by whom.
   *[other] { $count } of them had been decided about meanwhile, and stay as they were decided: see below by whom.
 }
people-carrying-none = Nothing to confirm
people-carrying-none-text = No responsibility has been carried into new cells here.
people-carrying-from = from
people-carrying-restored = as before, since the cell is back
people-carrying-retired = no more
people-carrying-heir = now
people-carrying-no-heir = now in no cell
people-carrying-ends = ends
people-carrying-ends-on = until { $day }
people-carrying-given-to = takes over
people-carrying-confirm-end = Confirm the end
people-carrying-confirm-these = Confirm these { $count } cells
people-carrying-on-map = Before and after
people-carrying-give = Give them the cell there now
people-carrying-all-decided = Decided
people-carrying-unclear = needs a look
people-carrying-lapsed = Not looked at while in force
people-carrying-instead = instead of { $proposed }
people-carrying-nobody = nobody
people-carrying-decided = { $name }, { $at }
people-carrying-earlier = Before: { $person }, { $state } by { $by }, { $at }
people-carrying-decided-unnamed = { $at }
people-carrying-confirm = Confirm
people-carrying-change = Somebody else
people-carrying-decide-again = Decide again
people-carrying-person = Number of the person
people-carrying-person-hint = Type a number or a name and choose from the list.
people-carrying-choose = Let them follow
people-carrying-decline = Leave it vacant
people-carrying-unfit = It cannot be decided so
people-carrying-unfit-detail = “{ $decision }” does not fit here. Where a responsibility ends, confirm the end, or give the person the cell that has the ground now, if there is one; else confirm, choose somebody, or leave it vacant.
people-carrying-given = They took over the cell already
people-carrying-given-detail = The person took over cell “{ $cell }”. To change that, decide again who is responsible there.
people-carrying-unknown = No such proposal
people-carrying-unknown-detail = There is no proposal { $id }, or it lies outside your scope. Load the list again.
people-carrying-waiting = { $count ->
    [one] 1 change of responsibility in redrawn cells is to be confirmed.
   *[other] { $count } changes of responsibility in redrawn cells are to be confirmed.
 }
people-carrying-look = Look through them
people-carrying-choose-other = Give a cell
people-carrying-passed = Ground that goes to another department
people-carrying-passed-text = These cells come to lie in another community, so its paired department answers for them, unless somebody is named for the cell itself.
people-carrying-passed-cells = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
 }
people-carrying-passed-none = no department paired
people-carrying-passed-board = See and change who is paired
