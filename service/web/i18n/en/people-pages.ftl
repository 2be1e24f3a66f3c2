# Pairings and responsible persons
people-page-title = Pairings and persons
people-page-lead = Each district department is paired with one community; each cell has persons in three tiers.
people-page-import = Import register
people-page-pairs = Pairings
people-page-pairs-count = { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
 }
people-page-department = District department
people-page-community = Community
people-page-contact = Contact
people-page-contact-none = no contact named
people-page-since = since
people-page-unpaired-communities = Communities without a department
people-page-unpaired-departments = Departments without a community
people-page-unpaired-none = None: all are paired.
people-page-pairs-none = No pairings yet. They show here once a register is imported.
people-page-gaps = Vacant responsibilities
people-page-gaps-lead = Cells that lack a person in at least one tier, by community.
people-page-gaps-none = No gaps: every cell has its three persons.
people-page-gaps-count = { $count ->
    [one] { $count } cell
   *[other] { $count } cells
 }
people-page-vacant = vacant
people-page-jump = On this page
people-page-find = Find a department, community or person
people-page-find-none = No pairing matches.

people-import-title = Import register
people-import-lead = One .xlsx (or .csv) file: organisations, persons, pairings, responsibilities. It goes in whole or not at all; each fault is named by its place.
people-import-step-template = Download the template and fill it in
people-import-template = Download template (.xlsx)
people-import-step-upload = Upload the filled file
people-import-file = Choose the filled file, or drop it here
people-import-submit = Check and import
people-import-no-file = Please choose a file.
people-import-done = Imported
people-import-done-organisations = Organisations
people-import-done-persons = Persons
people-import-done-pairings = Pairings
people-import-done-responsibilities = Responsibilities
people-import-refused = { $count ->
    [one] Not imported: { $count } fault to mend
   *[other] Not imported: { $count } faults to mend
 }
people-import-refused-lead = Nothing was changed. Mend the file and upload it whole again.
people-import-first = The first { $shown } of { $total } are listed.
people-import-sheet = Sheet
people-import-row = Row
people-import-column = Column
people-import-what = What is wrong
people-import-mend = How to mend it
people-import-to-board = See pairings and gaps
