# Who follows into the cells of a new division
people-carrying-title = Persons of new cells
people-carrying-lead = Where a new division redraws a cell, its persons come from the old cell with the largest part of its ground. Look through the list: what nobody has looked at takes effect all the same.
people-carrying-divisions = Divisions
people-carrying-division = { $name } ({ $count } to confirm)
people-carrying-draft = These persons take over when the division comes into force.
people-carrying-in-force = In force: these persons are responsible already. A change counts from today.
people-carrying-over = The generation is no longer in force
people-carrying-over-detail = Cell “{ $cell }” is no more, so nothing can be changed. Choose the division in force.
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
people-carrying-confirmed = { $count ->
    [one] 1 proposal confirmed.
   *[other] { $count } proposals confirmed.
 }
people-carrying-none = Nothing to confirm
people-carrying-none-text = No responsibility has been carried into new cells here.
people-carrying-from = from { $cell } · { $share } of the ground
people-carrying-restored = as before, since the cell is back
people-carrying-unclear = needs a look
people-carrying-lapsed = Not looked at while in force
people-carrying-instead = instead of { $proposed }
people-carrying-nobody = nobody (proposed: { $proposed })
people-carrying-decided = { $name }, { $at }
people-carrying-decided-unnamed = { $at }
people-carrying-confirm = Confirm
people-carrying-change = Somebody else
people-carrying-decide-again = Decide again
people-carrying-person = Number of the person
people-carrying-person-hint = Type a number or a name and choose from the list.
people-carrying-choose = Let them follow
people-carrying-decline = Leave it vacant
people-carrying-unknown = No such proposal
people-carrying-unknown-detail = There is no proposal { $id }, or it lies outside your scope. Load the list again.
people-carrying-waiting = { $count ->
    [one] 1 responsibility in a redrawn cell is to be confirmed.
   *[other] { $count } responsibilities in redrawn cells are to be confirmed.
 }
people-carrying-look = Look through them
