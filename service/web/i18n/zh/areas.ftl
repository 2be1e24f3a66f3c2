# 区域：错误
area-no-active-division = 尚未启用划分
area-no-active-division-detail = 还没有启用任何一版网格划分，暂时不能判断位置。请管理员先启用一版。
area-unknown-division = 没有这版划分
area-unknown-division-detail = 没有编号为 { $id } 的划分，或者它还是草案，不向您开放。
area-discarded-division = 草稿已删除
area-discarded-division-detail = 划分 { $id }“{ $name }”是草稿，已被删除。删除人和时间见划分列表；如仍需要，请用原文件重新制作。
area-unknown-cell = 没有这个网格
area-unknown-cell-detail = 这个划分里没有编码为 { $code } 的网格。
area-unknown-community = 没有这个村（社区）
area-unknown-community-detail = 这个划分里没有编码为 { $code } 的村（社区）。
area-place-unfit = 坐标不对
area-place-unfit-detail = { $given } 不是有效的经纬度：应在 ±{ $limit } 度以内。
area-coverage-inexact = 网格没有严丝合缝
area-coverage-inexact-detail = 网格与村（社区）有 { $faults } 处不合，第一处：{ $what }，位于 { $place }。请修正后再导入。
area-value-too-long = 内容太长
area-value-too-long-detail = “{ $given }”（{ $what }）有 { $length } 个字符，最多 { $longest } 个；请缩短。
area-division-unfit = 划分数据不全
area-division-unfit-detail = { $frame } 不合要求：{ $what }。
# 划分的状态，供下面几条引用
area-status = { $status ->
    [draft] 草案
    [active] 现行
    [superseded] 已被取代
   *[discarded] 已丢弃
 }
area-not-a-draft = 不是草案
area-not-a-draft-detail = “{ $name }”的状态是{ area-status }，只有草案可以修改或启用。
area-not-discardable = 不能丢弃
area-not-discardable-detail = “{ $name }”的状态是{ area-status }；只有从未启用的草案可以丢弃。要换回别的版本，请用回退。
area-in-force-already = 正在使用
area-in-force-already-detail = “{ $name }”正在使用，只能回退到在它之前启用过的版本。
area-not-earlier = 从未启用过
area-not-earlier-detail = “{ $name }”的状态是{ area-status }，只能回退到启用过的版本。
area-nothing-earlier = 没有可回退的版本
area-nothing-earlier-detail = 在“{ $name }”之前没有启用过别的版本。请指明要回退到哪一版。
area-generation-moved = 期间启用了另一版
area-generation-moved-detail = 准备期间“{ $name }”已经启用。请先看一下，再重试。
area-not-planned = 没有启用计划
area-not-planned-detail = “{ $name }”没有定时启用的计划。
area-plan-past = 时间已过
area-plan-past-detail = { $at } 已经过去：请另定时间，或立即启用。
area-plan-far = 时间太远
area-plan-far-detail = { $at } 在 { $years } 年之后：请核对年份。
area-plans-collide = 计划互相冲突
area-plans-collide-detail = 先启用的“{ $name }”与后启用的“{ $later }”有 { $count } 个编码所指的网格不同：{ $codes }。请只计划其中一个，或待前者启用后再重新起草后者。
area-renumbers = 未变的网格会改编码
area-renumbers-detail = “{ $name }”起草时现行的不是“{ $before }”，启用后有 { $count } 个未变的网格会改编码。用同一文件重新起草，即可沿用原编码；如确要改编码，请注明（renumber）。
area-codes-spent = 编码已用过
area-codes-spent-detail = 有 { $count } 个编码所指的网格与“{ $name }”发出时不同：{ $codes }。请重新起草，让有变动的网格取得新编码。
area-draft-moved = 草案期间已被修改
area-draft-moved-detail = 您打开之后，有人修改了“{ $name }”。请先看看现在的样子，再操作一次。
