# 读取建筑物、地址与线时的假设与舍去。
surroundings-households-column = { $count } 个的户数取自 { $column } 列
surroundings-households-blank = { $count } 个在 { $column } 列没有数字：按 0 户计
surroundings-households-raster = 由栅格分摊 { $count } 户
surroundings-raster-left = 栅格中有 { $count } 户所在处没有建筑物，未计入
surroundings-floors-column = 户数按 层数 × 占地面积 估算，{ $count } 个的层数取自 { $column } 列
surroundings-floors-from-height = { $count } 个的层数按 { $column } 列的高度、每层 3 米估算
surroundings-floors-assumed = { $count } 个未注明层数，按 { $floors } 层估算
surroundings-not-lived-in = { $count } 个按用途不住人：0 户
surroundings-one-each = { $count } 个地址，每个按一户计
surroundings-other-shapes = { $count } 个要素不是所需的形状或没有形状，未计入
surroundings-other-classes = { $count } 条线属于其他类别，未计入
surroundings-no-classes = 未注明类别：{ $count } 条线全部保留
surroundings-invalid = { $count } 个自相交，已修复
surroundings-read = { $name }：读取 { $count } 个，{ $crs }
