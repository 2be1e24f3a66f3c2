# 代码与名称的列举。
list-and = {" 与 "}
list-comma = {"、"}
list-more = { $list } 等另 { $count } 个
