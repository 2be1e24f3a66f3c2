# 两次划分为何无法比较。
incomparable-no-column = { $side ->
    [old] 旧
   *[new] 新
}划分：没有 { $column } 列；请指明编码列（现有：{ $has }）
incomparable-crs = { $side ->
    [old] 旧
   *[new] 新
}划分：网格的坐标系为 { $crs }；请用 to_crs(4326) 转为 EPSG:4326
incomparable-no-code = { $side ->
    [old] 旧
   *[new] 新
}划分：第 { $row } 行没有编码；每个网格须有编码
incomparable-twice = { $side ->
    [old] 旧
   *[new] 新
}划分：编码 { $code } 出现两次；请合并其各部分或改码
incomparable-no-polygon = { $side ->
    [old] 旧
   *[new] 新
}划分：网格 { $cell } 没有面；请绘制或略去
incomparable-wild = { $side ->
    [old] 旧
   *[new] 新
}划分：网格 { $cell } 的坐标超出 ±180 度；请检查坐标系
incomparable-span = { $side ->
    [old] 旧
   *[new] 新
}划分：网格跨度超过 53 度；请检查坐标系
incomparable-invalid = { $side ->
    [old] 旧
   *[new] 新
}划分：网格 { $cell } 不是有效的面（{ $fault }，位于 { $at }）；请用 `gridward boundaries check` 修补
incomparable-narrow = { $side ->
    [old] 旧
   *[new] 新
}划分：网格 { $cell } 不比坐标格宽；请略去
incomparable-same-shape = { $side ->
    [old] 旧
   *[new] 新
}划分：网格 { $one } 与 { $two } 形状相同；请只留其一
incomparable-overlap = { $side ->
    [old] 旧
   *[new] 新
}划分：网格在另一划分的网格 { $cell } 内相互重叠 { $area } 平方米（如 { $codes }）；请用 `gridward boundaries check --cells` 查看
