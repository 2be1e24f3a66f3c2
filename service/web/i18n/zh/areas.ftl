# 区域：错误
area-no-active-division = 尚未启用划分
area-no-active-division-detail = 还没有启用任何一版网格划分，暂时不能判断位置。请管理员先启用一版。
area-unknown-division = 没有这版划分
area-unknown-division-detail = 没有编号为 { $id } 的划分，或者它还是草案，不向您开放。
area-unknown-cell = 没有这个网格
area-unknown-cell-detail = 当前划分里没有编码为 { $code } 的网格。
area-unknown-community = 没有这个村（社区）
area-unknown-community-detail = 当前划分里没有编码为 { $code } 的村（社区）。
area-place-unfit = 坐标不对
area-place-unfit-detail = { $given } 不是有效的经纬度：应在 ±{ $limit } 度以内。
area-coverage-inexact = 网格没有严丝合缝
area-coverage-inexact-detail = 网格与村（社区）有 { $faults } 处不合，第一处：{ $what }，位于 { $place }。请修正后再导入。
area-division-unfit = 划分数据不全
area-division-unfit-detail = { $frame } 不合要求：{ $what }。
area-not-a-draft = 不是草案
area-not-a-draft-detail = 「{ $name }」的状态是 { $status }，只有草案可以启用。
