# How codes and names are listed.
list-and = {" and "}
list-comma = {", "}
list-more = { $list } and { $count } more
