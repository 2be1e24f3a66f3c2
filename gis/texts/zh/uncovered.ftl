# 社区或网格为何不能构成无缝覆盖。
uncovered-no-code = 社区缺少列 code；请改列名
uncovered-crs = 社区{ $crs ->
    [None] 没有坐标系；请用 set_crs 声明
   *[other] 的坐标系是 { $crs }；请先用 to_crs(4326) 转换到 EPSG:4326
}
uncovered-code-blank = 第 { $row } 行没有代码；请给每一行一个代码
uncovered-tolerance = 容差为 { $given } { $unit }；请给出{ $most ->
    [none] 不小于 0
   *[other] {" "}0 到 { $most }
} { $unit } 的数值
uncovered-code-twice = 代码 { $code } 重复；请先合并同码的要素
uncovered-no-polygon = 社区 { $code } { $shape ->
    [none] 没有几何
    [empty] 的几何为空
   *[other] 的几何是 { $shape }
}；需要面
uncovered-no-number = 社区 { $code } 的坐标中有一个不是数值；请重画该处边界
uncovered-span = 社区的范围从（{ $west }，{ $south }）到（{ $east }，{ $north }）；应在 ±180°、±90° 以内，且跨度小于 53°
uncovered-vanished = 社区 { $codes } 在 1e-7° 的格网上没有面积；请删除，或画大一些
uncovered-swallowed = { $what ->
    [cells] 网格
   *[communities] 社区
} { $codes } 完全在其他{ $what ->
    [cells] 网格
   *[communities] 社区
}之内，或在 1e-7° 的格网上没有面积；请删除，或画大一些
uncovered-overlap = 社区 { $one } 与 { $other } 在 { $place } 重叠 { $area } 平方米，超过可自动处理的 { $tolerance } 平方米；请重画边界
uncovered-no-frame = { $which ->
    [previous] 上一次划分的网格
    [communities] 社区
   *[cells] 网格
}不是 GeoDataFrame；请用 geopandas 读取
uncovered-cell-columns = { $which ->
    [previous] 上一次划分的网格
   *[cells] 网格
}缺少列 { $columns }；请改列名
uncovered-cell-crs = { $which ->
    [previous] 上一次划分的网格
   *[cells] 网格
}{ $crs ->
    [None] 没有坐标系；请用 set_crs 声明
   *[other] 的坐标系是 { $crs }；请先用 to_crs(4326) 转换到 EPSG:4326
}
uncovered-cell-blank = 第 { $row } 行的网格没有 { $column }；请补上或删除
uncovered-lattices = 网格自带的格网说明不可用：{ $given }；请从 attrs 中去掉 "lattices"
uncovered-lattices-given = 给出的 lattices 不是格网：{ $given }；请用划分结果所带的 lattices
uncovered-cell-no-polygon = 网格 { $code } 没有面；请补画或删除
uncovered-neighbours = { $what ->
    [cells] 网格
    [micro-cells] 微网格
   *[communities] 社区
}之间有宽于容差 { $tolerance } 米的重叠或缝隙（{ $how }）：{ $places }。请重画这些边界{ $needed ->
    [none] {""}
   *[other] ，或把容差放宽到 { $needed } 米以上
}
uncovered-neighbours-overlap = 重叠 { $area } 平方米
uncovered-neighbours-gap = 缝隙 { $area } 平方米
uncovered-neighbours-and = { $one }，{ $other }
uncovered-neighbours-place = { $communities } 之间的{ $kind ->
    [overlap] 重叠
   *[gap] 缝隙
} { $area } 平方米，最宽 { $width } 米，位于 { $place }
uncovered-neighbours-more = { $places }；另 { $more } 处
uncovered-list-semicolon = {"；"}
