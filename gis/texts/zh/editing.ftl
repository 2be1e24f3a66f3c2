# 手工调整网格被拒绝的原因。
edit-unknown = 本划分中没有网格 { $cells }；请选择其中的网格
edit-micro = 网格 { $cells } 是微网格或含有微网格；请先移除微网格，调整网格后再重新划微网格
edit-two-communities = 网格 { $cells } 属于不同的社区（村），本划分不能移动社区界；请改绘社区界
edit-not-neighbours = 网格 { $cells } 不相邻；请选择有公共边的网格
edit-one-cell = 合并至少需要两个网格；请在 { $cells } 旁再选
edit-not-across = 画线没有从边界到边界穿过网格 { $cells }：在内部 { $lon }, { $lat } 处中断，或未经过该网格；请画线穿过整个网格
edit-hairline = 位于 { $lon }, { $lat } 的网格 { $cells } 过于狭窄，无法在其周围衔接边线；它和相邻的网格都无法修改：请去掉它后重新划分所在社区
edit-no-ground-left = 这条线没有给网格 { $cells } 留下范围；请画在两个网格之间，或合并它们
edit-falls-apart = 网格 { $cells } 会在 { $lon }, { $lat } 处断成几块；请让两边都保持整块
edit-no-vertex = { $lon }, { $lat } 处没有网格界的顶点；请选择已画出的顶点
edit-outline = { $lon }, { $lat } 处的顶点在社区 { $community } 的外界上，划分不能移动它；请改绘社区界
edit-too-far = 顶点移到 { $lon }, { $lat } 会越过 { $cells } 的另一条边界；请移近一些，或重画该边界
edit-nothing-inside = 所画范围不在任何可划出的网格内；请画在辖区内
edit-takes-special = 所画范围占用专属网格 { $cells } { $area_m2 } 平方米，在 { $lon }, { $lat }；请避开它，或先合并该网格
edit-unfit-shape = 所画图形不可用：{ $why ->
    [no-area] 没有面积，或小于格网的一个单位（约 1 厘米见方）
    [short] 线至少要有两个点
    [no-line] 不是一条或多条 LineString
    [no-number] 有坐标不是数值
   *[crosses] 图形自相交
}；请重画
edit-parts-count = 网格 { $cells } 不能分成 { $parts } 个；请填 2 至 { $most } 的整数
edit-no-serial = 社区 { $community } 没有可用的新网格编码；请先合并网格
edit-not-exact = 这样调整后网格在 { $lon }, { $lat } 处不再严密；请稍作改动再画
