# Follow a case
track-page-title = Follow a case
track-lead = Enter the number you were given when you reported.
track-number = Case number
track-number-hint = For example 440704-20261124-0001
track-look-up = Look up
track-key = Tracking key
track-key-hint = In the link you were given: the part after key=.
track-key-open = Show all
track-public-title = Description, photos and answers
track-public-lead = These are for the reporter only. Open the link you kept, or enter its key here.
track-key-wrong = This key does not fit. Please check for missing or extra characters.
track-unknown-title = No such number
track-unknown-lead = There is no case numbered “{ $number }”. Please check it and try again.
track-reported-at = Reported
track-answers = Answers
track-answers-none = No answer yet.
track-description = Your description
track-no-description = No description was given.
track-cell = Cell
track-due = due { $at }
track-reload = As of { $at }; reload for the latest.
