# 检查边界文件时关于相邻村（社区）的说明，以及修复图上的文字

checking-layer = 图层：{ $layer }
checking-tolerance =
    相邻{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }之间窄于 { $tolerance } 米的重叠和缝隙予以闭合
checking-overlap = { $communities } 重叠，最宽 { $width } 米，位于 { $place }：划归 { $received }
checking-gap = { $communities } 之间有缝隙，最宽 { $width } 米，位于 { $place }：划归 { $received }
checking-gap-inside = { $communities } 内部有缝隙，最宽 { $width } 米，位于 { $place }：已填补
checking-refused-overlap = { $communities } 重叠，最宽 { $width } 米，位于 { $place }：超过可闭合的 { $tolerance } 米
checking-refused-gap = { $communities } 之间有缝隙，最宽 { $width } 米，位于 { $place }：超过可闭合的 { $tolerance } 米
checking-hole =
    { $communities } 之间有空洞，最宽 { $width } 米，位于 { $place }：不属于任何{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }，予以保留
checking-inlet =
    { $communities } 之间有向外敞开的缝隙，最宽 { $width } 米，位于 { $place }：不属于任何{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }，予以保留
checking-hole-inside =
    { $communities } 内部有空洞，最宽 { $width } 米，位于 { $place }：不属于任何{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }，予以保留
checking-vanished = { $community }（{ $area }，位于 { $place }）对 1e-7° 的格网来说太小：请画大一些，或删除
checking-swallowed = { $community }（{ $area }，位于 { $place }）完全在{ $others }之内：请从中挖出，或删除
checking-snapped-invalid = 轮廓已在格网上修正为有效
checking-snapped-collapsed = 过窄的部分已并入其他部分或舍去
checking-snapped-parted = 消除重叠后，{ $place } 处的一块与主体断开；请在该处重画边界
checking-pieces = 共 { $count } 块
checking-received = { $community }（{ $area }）
checking-moved = { $community }：增加 { $gained }，减少 { $lost }
checking-moved-title =
    闭合引起的各{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }面积变动：
checking-closed = 已闭合：重叠 { $overlaps } 处（{ $overlap_area }），缝隙 { $gaps } 处（{ $gap_area }）
checking-fitted = 微网格 { $cell }：已与所属网格和相邻微网格对齐，最大处位于 { $place }
checking-fitted-sum = 已对齐 { $count } 个微网格（增减共 { $area }）
checking-nothing-closed = 没有需要闭合的重叠或缝隙
checking-holes = 警告：保留的空洞和敞开的缝隙 { $count } 处（{ $area }）
checking-refused-overlap-sum =
    拒绝：{ $count } 对{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }之间有宽于 { $tolerance } 米的重叠（{ $area }）
checking-refused-gap-sum = 拒绝：有 { $count } 处宽于 { $tolerance } 米的缝隙（{ $area }）
checking-mend-refused = 请重新绘制这些边界，或用{ option-tolerance }指定不小于 { $needed } 米的容差。
checking-mend-too-wide = 请重新绘制这些边界。
checking-verdict-fine =
    通过：{ $communities } 个{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    }在 1e-7° 格网上构成精确无缝的覆盖；变动面积：{ $area }
checking-unruled = 文件不含格网参数，未检查网格之间的边是否落在格网上
checking-more-lines = {"    "}…… 另 { $count } 项
checking-all-lines = 查看全部明细：gridward boundaries check { $command }
checking-verdict-refused = 拒绝；未作任何改动；变动面积：{ $area }

checking-map-title = 边界检查：{ $input }
checking-map-fine = 通过：构成精确无缝的覆盖
checking-map-holes = 通过，但有不属于任何村（社区）的土地，见警告
checking-map-refused = 拒绝
checking-map-counts =
    { $communities } 个{ $what ->
        [cells] 网格
       *[communities] 村（社区）
    } · { $marks } 项发现 · 变动面积：{ $area }
checking-map-group-refused = 拒绝的原因
checking-map-group-hole = 空洞（警告）
checking-map-group-overlap = 已闭合的重叠
checking-map-group-gap = 已闭合的缝隙
checking-map-group-repair = 修复
checking-map-group-note = 关于整个文件
checking-map-nothing = 没有需要修复之处。
checking-map-no-ground = 文件在绘制形状之前已被拒绝。
checking-map-all = 全区
checking-map-illustrative = 示意边界 / illustrative boundaries
checking-map-findings = 检查结果
checking-map-zoom-in = 放大
checking-map-zoom-out = 缩小
checking-rounded = 顶点按 1e-7° 网格取整，每点移动不足 1 厘米：边线处共 { $area }
