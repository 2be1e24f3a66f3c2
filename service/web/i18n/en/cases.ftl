# Cases: states, actions, sources
case-state-dispatched = Dispatched
case-state-in-hand = In hand
case-state-rectified = Rectified
case-state-verified = Verified
case-state-closed = Closed
case-state-rejected = Rejected

case-action-take = Take in hand
case-action-rectify = Rectify with photo
case-action-verify = Verify
case-action-close = Close
case-action-rework = Send back for rework
case-action-reject = Reject
case-action-answer = Answer the reporter

case-event-report = Reported
case-event-accept = Accepted
case-event-dispatch = Dispatched
case-event-take = Taken in hand
case-event-rectify = Rectified
case-event-verify = Verified
case-event-close = Closed
case-event-rework = Sent back for rework
case-event-reject = Rejected
case-event-answer = Answered

case-source-resident = Reported by a resident
case-source-patrol = Found on patrol
case-source-supervision = Found by supervision

# Cases: errors
case-unknown = No such case
case-unknown-detail = There is no case { $number }. Check the number.
case-category-unknown = No such category
case-category-unknown-detail = There is no category { $code }. Choose one from the list of categories.
case-outside = Outside all cells
case-outside-detail = This place lies in no cell. The nearest is { $nearest }, { $distance_m } m away. Move the pin.
case-far-outside = Not in this district
case-far-outside-detail = Longitude { $lon }, latitude { $lat } lies far from this district. Check the place.
case-text-too-long = Text too long
case-text-too-long-detail = This text has { $length } characters; the most is { $longest }.
case-text-unfit = The text cannot be stored
case-text-unfit-detail = Remove invisible control characters and send it again.
case-accuracy-unfit = Not an accuracy
case-accuracy-unfit-detail = { $given } is no accuracy in metres.
case-photo-refused = The photo cannot be read
case-photo-refused-detail = The file is no photo, or it is damaged ({ $why }). Choose another.
case-photo-empty = The photo is empty
case-photo-empty-detail = The file has no content. Take or choose it again.
case-photo-too-large = The photo is too large
case-photo-too-large-detail = The photo has { $what }; the most is { $limit }.
case-too-many-photos = Too many photos
case-too-many-photos-detail = There are { $given }; at most { $most } go at once.
case-photo-needed = A photo is needed
case-photo-needed-detail = “{ $category_en }” needs a photo of the rectified place.
case-photo-uncalled-for = No photos here
case-photo-uncalled-for-detail = Photos go with a rectification only.
case-note-needed = Words are needed
case-note-needed-detail = Rework, a rejection and an answer need their reason or words.
case-action-not-now = Not possible now
case-action-not-now-detail = Somebody may have dealt with case { $number } already: it has moved on. Load it again.
case-stale = The case has changed
case-stale-detail = Case { $number } was dealt with after you opened it. Load it again.
case-own-rectification = Not your own work
case-own-rectification-detail = You rectified case { $number }; somebody else has to verify it.
case-photo-unknown = No such photo
case-photo-unknown-detail = Case { $number } has no such photo, or it is not open to you.
