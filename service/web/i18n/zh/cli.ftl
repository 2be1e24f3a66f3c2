# What commands say, beside the reports of gis
cli-written = 已写出：{ $output }
cli-new-codes = 使用 --new-codes 可让有变动的网格取得新编码。
cli-draft-kept = 有 { $count } 个网格沿用「{ $name }」的编码
cli-draft-confirm = 有 { $count } 项责任人变动待确认
cli-drafted = 划分 { $division }：{ $cells } 个网格，经验证完全覆盖，为草稿；请在地图上查看，然后执行 gridward division activate { $division }
cli-diff-line =
    { $kind ->
        [kept] 不变
        [moved] 边界变动
        [split] 拆分
        [merged] 合并
        [new] 新增
       *[retired] 停用
    }
cli-diff-row = { $kind } { $cells } 个网格 { $area } 公顷
