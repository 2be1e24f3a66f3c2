# The studio, where a draft is changed by hand.
studio-edit-refused = The cells cannot be changed so
studio-edit-incomplete = Something is missing
studio-edit-incomplete-detail = Choose the cells that this tool needs ({ $cells }), and draw its places ({ $places } or more, each a longitude and a latitude).
studio-locked = Somebody else is at work there
studio-locked-detail = { $name } is at work in community { $community }, for { $seconds } more seconds at least. Work in another community, or ask them.
studio-nothing-to-undo = Nothing to undo
studio-nothing-to-undo-detail = All edits of this draft are taken back.
studio-nothing-to-redo = Nothing to redo
studio-nothing-to-redo-detail = No edit of this draft is taken back.
