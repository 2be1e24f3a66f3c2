# 为何不能按要求划分网格。
undivided-no-community = 没有可划分的村（社区）
undivided-strategy = 没有 { $given } 这种划分方式；请从 { $strategies } 中选择
undivided-option = { $strategy } 没有选项 { $unknown }；可用选项为 { $options }
undivided-plan-none = 方案的类型是 { $given }；请给出以社区代码为键、以 Chosen 为值的字典，或用 read_plan 读取
undivided-plan-entry = 方案中有 { $given }；请以文本给出社区代码，并为它给出 Chosen(strategy, options)
undivided-plan-stray = 方案中的代码不在边界文件内：{ $codes }；请删去或改正
undivided-plan = { $name }：{ $faults }
undivided-count = 数量为 { $given }；请给出网格的整数个数
undivided-count-many = { $count } 个网格超过 { $communities } 个村（社区）最多可有的 { $most } 个（顺序码只到 { $last }）；请减少数量
undivided-size-no-number = 边长为 { $given }；请以米为单位给出数值
undivided-size-or-count = 边长与数量只能给一个
undivided-size = 无法划分 { $size } 米的网格；请给出 { $least } 至 { $most } 米
undivided-size-many = { $size } 米的网格将有 { $tiles } 个，超过一次划分的上限 { $most } 个；请用 { $proposed } 米以上
undivided-many = 社区 { $community } 将有 { $cells } 个网格，而顺序码只到 { $most }；请减少数量或放大网格
undivided-many-size = 社区 { $community } 按 { $size } 米将有 { $cells } 个网格，而顺序码只到 { $most }；请用 { $proposed } 米以上
undivided-hexagons-one = H3 分辨率、边长、数量三者只能给一个
undivided-h3 = H3 分辨率为 { $given }；请给出 { $coarsest }（约 1 770 平方公里）至 { $finest }（约 0.9 平方米）之间的整数；10 约为 15 000 平方米
undivided-h3-edge = 此处无法绘制分辨率为 { $resolution } 的 H3 网格：部分网格越过 180° 经线或靠近极点；请选择方格，或按边长的六边形
undivided-points-pole = 纬度 89° 以外无法按点划分；请选择方格，或按边长的六边形
undivided-h3-many = 分辨率 { $resolution } 的 H3 网格约有 { $expected } 个，超过一次划分的上限 { $most } 个；请降低分辨率
undivided-points-or-count = 围绕点划分须给出点或数量，两者之一
undivided-points-outside = { $points } 个点都不在任何村（社区）内；请检查其坐标系（用 to_crs 转换），或给出区内的点
undivided-points-no-frame = 给定点不是 GeoDataFrame；请用 geopandas 读取
undivided-points-no-crs = 给定点没有坐标系；请用 set_crs 声明
undivided-points-no-point = 给定点：第 { $row } 行不是点（{ $shape }）；请删去，或取面的 representative_point
undivided-points-no-place = 给定点超出 ±180 度和 ±90 度的范围；请检查其坐标系
undivided-special-no-frame = 专属网格不是 GeoDataFrame；请用 geopandas 读取
undivided-special-no-crs = 专属网格没有坐标系；请用 set_crs 声明
undivided-special-code-twice = 专属网格的编码 { $code } 出现两次；请各用不同编码
undivided-special-code-elsewhere = 专属网格“{ $special }”的编码为 { $code }，却位于 { $lies }；编码应为所在社区代码加 { $digits } 位数字
undivided-special-code-nowhere = 专属网格“{ $special }”的编码为 { $code }，却不在任何村（社区）内；编码应为所在社区代码加 { $digits } 位数字
undivided-special-serials = 社区 { $community } 的 { $digits } 位顺序码已用完；请放大网格
undivided-special-no-geometry = 专属网格“{ $special }”没有图形；须为面
undivided-special-no-polygon = 专属网格“{ $special }”的图形是 { $shape }；须为面
undivided-special-no-area = 专属网格“{ $special }”没有面积；请重新绘制
undivided-special-outside = 专属网格不在任何村（社区）内：{ $specials }；请检查坐标系或删去
undivided-special-crumbs = 专属网格在村（社区）内的面积不足 { $least } 平方米：{ $specials }；请重新绘制或删去
undivided-special-overlap = 专属网格有 { $count } 处重叠：{ $pairs }；请重绘边界
undivided-micro-of-micro = { $community } 是微网格；请给出其所在网格
undivided-micro-of-none = 没有网格 { $community }；请改正编码
undivided-micro-options = 微网格不用选项 { $options }；请整体划分该网格
undivided-micro-many = 网格 { $community } 将有 { $cells } 个微网格，而顺序码只到 { $most }；请减少数量
undivided-micro-many-size = 网格 { $community } 将有 { $cells } 个微网格，而顺序码只到 { $most }；请用 { $proposed } 米以上
undivided-micro-narrow = 网格 { $community } 的微网格与旁边的微网格在 { $lon }, { $lat } 处无法衔接：{ $named } 的网格在此窄于约 1 厘米，或其微网格未能铺满；请与相邻网格合并，或重新划分其微网格
undivided-micro-left = 网格 { $community } 的微网格漏掉 { $area } 平方米，位于 { $lon }, { $lat }，超出容差 { $tolerance } 米可合拢的范围；请重绘、放大容差或不用微网格
undivided-micro-beyond = 网格 { $community } 的微网格超出其边界 { $area } 平方米，位于 { $lon }, { $lat }，超出容差 { $tolerance } 米可合拢的范围；请重绘、放大容差或不用微网格
undivided-micro-bare = 微网格 { $cell } 在其所在网格 { $community } 内没有面积；请改正所属网格或删去
undivided-micro-astray = 微网格 { $cell } 的所属网格 { $community } 不在其中；请改正所属网格
undivided-serials-used = 社区 { $community } 需要 { $cells } 个新顺序码（上限 { $last }），只有 { $free } 个从未用过；请放大网格{ $longer ->
    [yes] ，或用更多位的顺序码
   *[no] {""}
}
undivided-micro-serials-used = 网格 { $cell } 需要 { $cells } 个新微网格顺序码（上限 { $last }），只有 { $free } 个从未用过；请放大微网格
undivided-import-nothing = 没有可导入的网格
undivided-import-strays = { $strays }；请给出这些网格所属的村（社区），或不给
undivided-stray-unknown = 网格所属的村（社区）不在其中：{ $codes }
undivided-stray-bare = 村（社区）没有网格：{ $codes }
undivided-import-misfits = { $count } 个村（社区）的网格与其边界相差超过 { $tolerance } 米：{ $misfits }{ $more }。请重绘、放大容差，或不给村（社区）边界导入

# 划分方案中的错误。
plan-place = 第 { $row } 行{ $column ->
    [none] {""}
   *[other] “{ $column }”
}：{ $why }
plan-twice = 社区 { $code } 已在第 { $earlier } 行；请删去其一
plan-empty = 没有列出任何村（社区）；请至少加一行
plan-blank = 空白；请填写社区代码
plan-digits = { $code } 在电子表格中丢失了数位；请将该列设为文本
plan-strategy = 没有 { $given } 这种划分方式；请从 { $strategies } 中选择
plan-column = 不是已知的列；请用 code、strategy、{ $numbers }
plan-option = { $strategy } 不用此项，{ $takes ->
    [none] 也不用其他数值
   *[other] 而用 { $takes }
}
plan-no-number = { $given } 不是数值
plan-no-whole-number = { $given } 不是整数
plan-ending = 扩展名 { $ending } 不是方案文件；请用 .csv 或 .json
plan-header = 表头缺少 { $missing }；请加上该列
plan-no-csv = 第 { $line } 行不是 CSV（{ $why }）；请重新另存为 CSV
plan-no-json = 不是 JSON（{ $why }）；请在该处改正
plan-no-object = 不是含有 code 和 strategy 的对象
plan-large = 大于 { $most } 字节；这是划分方案吗？
plan-unreadable = 无法读取（{ $why }）；请检查路径
plan-encoding = 既不是 UTF-8 也不是 GB 18030 文本；请另存为 UTF-8
undivided-buildings-or-points = households 请提供建筑物（buildings）或地址点（points）其中之一
undivided-lines-missing = streets 需要 lines：街道、水系或铁路的 GeoDataFrame
undivided-households-missing = 建筑物没有 “households”（户数）列；请先估算，例如 占地面积 × 层数 / 120 m²
undivided-households-unfit = { $which }：第 { $row } 行的户数为 { $given }；请填写不小于 0 的数
undivided-frame-none = { $which } 不是 GeoDataFrame；请用 geopandas 读取
undivided-frame-no-crs = { $which } 没有坐标系；请用 set_crs 声明
undivided-frame-shape = { $which }：第 { $row } 行是 { $shape }；{ $which ->
    [buildings] 请提供面
    [points] 请提供点
   *[lines] 请提供线，或以其边界为线的面
}
undivided-frame-no-place = { $which } 不在 ±180 和 ±90 度之内；请检查坐标系
undivided-range-number = { $option } 为 { $given }；请填写大于 0 的数
undivided-range-order = { $low } 和 { $high } 为 { $given }；请先填较小的
undivided-seed = seed 为 { $given }；请填写 0 到 4294967296 的整数
