# Import of organisations and persons
people-person-unknown = No such person
people-person-unknown-detail = There is no person with number “{ $number }”. Import the person first.
people-not-a-spreadsheet = Not a spreadsheet
people-not-a-spreadsheet-detail = The file is neither an .xlsx nor a .csv, or it is damaged. Save it as .xlsx and upload it again.
people-spreadsheet-too-large = The spreadsheet is too large
people-spreadsheet-too-large-detail = A file may have at most { $rows } rows. Split it into several files.
people-import-refused-whole = The file was not imported
people-import-refused-whole-detail = { $count } faults have to be mended; nothing was changed. Mend them and upload the whole file again.
people-fault-empty = The file has no rows of data. Fill in the template.
people-fault-sheet-unknown = No such sheet is known. Name it organisations, persons, pairings or responsibilities.
people-fault-table-unknown = “{ $given }” is no table. Write organisations, persons, pairings or responsibilities.
people-fault-column-unknown = No such column is known. Use a header of the template, or delete the column.
people-fault-column-twice = The column stands twice. Delete one.
people-fault-column-missing = The column is missing. Add it as in the template.
people-fault-blank = The cell is blank. Fill it in.
people-fault-too-long = The text is too long. Shorten it to { $most } characters.
people-fault-unprintable = The text holds a line break or a control character. Type it again.
people-fault-date = “{ $given }” is no date. Write it as 2026-11-01.
people-fault-kind = “{ $given }” is no kind. Write district, department, street_office, community, supervision_body or volunteer_team.
people-fault-tier = “{ $given }” is no tier. Write department, street or community.
people-fault-yes-no = “{ $given }” is neither yes nor no. Write yes or no.
people-fault-period-reversed = The last day lies before the first. Swap or correct the days.
people-fault-twice = “{ $given }” stands in row { $first } already. Delete one of the rows.
people-fault-organisation-unknown = There is no organisation “{ $given }”. Add it to the organisations, or correct the code.
people-fault-parent-loop = “{ $given }” lies below this organisation itself. Choose another parent.
people-fault-department-unknown = There is no department “{ $given }”. Add it to the organisations, or correct the code.
people-fault-community-unknown = There is no community “{ $given }”. Correct the code.
people-fault-person-unknown = There is no person “{ $given }”. Add them to the persons, or correct the number.
people-fault-cell-unknown = There is no cell “{ $given }”. Correct the code.
people-fault-cell-unfit = “{ $given }” is no cell code. Write its 15 digits.
people-fault-department-paired = The department “{ $given }” is paired with “{ $other }” in that period. End one pairing before the other begins.
people-fault-community-paired = The community “{ $given }” is paired with “{ $other }” in that period. End one pairing before the other begins.
people-fault-overlap = The cell “{ $given }” has “{ $other }” in this tier in the same period. Give the earlier row a last day.
people-template-notes =
    Fill in the sheets organisations, persons, pairings and responsibilities; leave out what you do not need.
    Rows that begin with # are notes and examples: the import passes over them.
    All of the file is imported, or nothing; each fault is told by sheet, row and column.
    A row whose code or number is known already updates it; importing the same file again changes nothing.
    As one .csv: put a column “table” first that names the sheet, with the headers of all tables in one row; without it all rows are responsibilities.
people-column-required = {" "}(required)
people-column-organisations-code = District, street and community: area code; department: its own key
people-column-organisations-kind = district, department, street_office, community, supervision_body or volunteer_team
people-column-organisations-parent = Code of the organisation above
people-column-organisations-name = Chinese name
people-column-organisations-name-en = English name
people-column-persons-number = The register’s own number of the person
people-column-persons-name = Name
people-column-persons-post = Post
people-column-persons-phone = Phone
people-column-persons-organisation = Code of the organisation
people-column-pairings-department = Code of the department
people-column-pairings-community = Code of the community
people-column-pairings-contact = Number of the department’s contact
people-column-pairings-valid-from = First day, as 2026-11-01
people-column-pairings-valid-to = Last day; blank if open
people-column-responsibilities-cell = Code of the cell
people-column-responsibilities-tier = department, street or community
people-column-responsibilities-person = Number of the person
people-column-responsibilities-stand-in = yes for a stand-in, else no
people-column-responsibilities-valid-from = First day, as 2026-11-01
people-column-responsibilities-valid-to = Last day; blank if open
