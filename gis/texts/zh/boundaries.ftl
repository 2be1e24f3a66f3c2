# 读取边界文件时的提示

boundaries-error-whole = { $input }:{ $wrong }{ $mend }
boundaries-error-placed = { $input }:{ $wrong }位置:{ $places }。{ $mend }
boundaries-place = 第 { $number } 个要素
boundaries-place-coded = 第 { $number } 个要素(代码 { $code })
boundaries-places-more = { $places },另有 { $more } 处
boundaries-list-comma = 、

boundaries-error-not-found = 找不到该文件。
boundaries-mend-not-found = 请检查路径;应为单个文件,不能是文件夹。
boundaries-error-unknown-format = 不是可识别的边界文件格式。
boundaries-mend-unknown-format = 支持的格式:{ $formats }。
boundaries-error-unreadable = 文件无法读取:{ $why }。
boundaries-mend-unreadable = 文件可能不完整或已损坏,请重新导出或复制。
boundaries-error-too-many-bytes = 文件过大({ $size })。
boundaries-mend-too-many-bytes = 上限为 { $limit },请拆分文件或简化边界线。
boundaries-error-too-many-unpacked-bytes = 压缩包解压后过大。
boundaries-mend-too-many-unpacked-bytes = 解压上限为 { $limit }、{ $entries } 个文件,压缩包内请只放边界文件。
boundaries-error-too-many-features = 要素过多。
boundaries-mend-too-many-features = 上限为 { $limit } 个,请拆分文件。
boundaries-error-too-many-vertices = 顶点过多。
boundaries-mend-too-many-vertices = 上限为 { $limit } 个,请简化边界线或拆分文件。
boundaries-error-unsafe-archive = 压缩包中有指向包外的条目:{ $entry }。
boundaries-mend-unsafe-archive = 未解压任何内容。请重新打包,不要包含链接或上级路径。
boundaries-error-unsafe-xml = 文件声明了 XML 实体或文档类型,可能夹带其他文件或无限膨胀。
boundaries-mend-unsafe-xml = 未展开任何实体。请重新导出为普通 KML。
boundaries-error-several-layers = 文件含多个图层:{ $layers }。
boundaries-mend-several-layers = 请用 layer= 指定要读取的图层。
boundaries-error-unknown-layer = 没有名为“{ $layer }”的图层。
boundaries-mend-unknown-layer = 现有图层:{ $layers }。
boundaries-error-no-features = 文件中没有要素。
boundaries-mend-no-features = 请检查导出内容是否包含村(社区)。
boundaries-error-no-crs = 文件未声明坐标参考系。
boundaries-mend-no-crs = 请指定:经纬度(度)用 crs=4326(命令行 --crs 4326),投影坐标用其 EPSG 代码。
boundaries-error-unknown-crs = “{ $crs }”不是可读取的坐标参考系。
boundaries-mend-unknown-crs = 请用 EPSG 代码指定,如 crs=4490 或 crs=4547。
boundaries-error-unknown-datum = 未知的坐标基准“{ $datum }”。
boundaries-mend-unknown-datum = 可选:{ $datums }。
boundaries-error-unknown-column = 没有名为“{ $column }”的列。
boundaries-mend-unknown-column = 现有的列:{ $columns }。
boundaries-error-no-code-column = 找不到村(社区)代码列。
boundaries-mend-no-code-column = 请用 code= 指定。现有的列:{ $columns }。
boundaries-error-blank-code = 有要素缺少代码。
boundaries-mend-blank-code = 请为每个村(社区)填写代码。
boundaries-error-repeated-code = 代码 { $code } 被多个村(社区)使用:{ $names }。
boundaries-mend-repeated-code = 请各用各的代码。同一村(社区)的多个部分,名称与上级都相同时才可共用代码。
boundaries-error-no-area = 有要素没有面:几何缺失、为空,或只是点、线。
boundaries-mend-no-area = 请补画或删除,也可选择跳过(skip_unusable)。
boundaries-error-not-finite = 坐标不是有效数字({ $x }, { $y })。
boundaries-mend-not-finite = 请重新导出文件,或删除该顶点。
boundaries-error-metres-as-degrees = ({ $x }, { $y })不可能是度,看起来是以米为单位的投影坐标。
boundaries-mend-metres-as-degrees = 请指定投影的 EPSG 代码,如 crs=4547 或 crs=3826。
boundaries-error-swapped-axes = 坐标疑似颠倒,纬度写在了经度前面:({ $x }, { $y })。
boundaries-mend-swapped-axes = 请按“经度, 纬度”导出,或指定 swap_axes。系统不会擅自调换。
boundaries-error-off-the-globe = 坐标超出 ±180° 与 ±90°({ $x }, { $y })。
boundaries-mend-off-the-globe = 请检查坐标参考系和该顶点。

boundaries-repair-encoding-detected = 文字未声明编码,按 { $encoding } 读取
boundaries-repair-crs-overridden = 按要求以 { $crs } 读取,而文件声明为 { $declared }
boundaries-repair-crs-coarse = { $crs } 无法精确转换到 WGS84,位置可能偏差数米至 200 米
boundaries-repair-axes-swapped = 已按要求调换经纬度
boundaries-repair-datum-converted = 已按要求从 { $datum } 转换到 WGS84
boundaries-repair-reader-warning = 读取时警告:{ $text }
boundaries-repair-no-names = 没有名称列,以代码代替名称
boundaries-repair-blank-name = 没有名称,以代码代替
boundaries-repair-heights-dropped = 去掉高程或量测值的要素:{ $count } 个
boundaries-repair-skipped = 没有面,已按要求跳过
boundaries-repair-ring-closed = 有一个环未闭合,已闭合
boundaries-repair-parts-dropped = 去掉面以外的线和点:{ $count } 个
boundaries-repair-vertices-dropped = 去掉重复顶点:{ $count } 个
boundaries-repair-spike-cut = 去掉零宽度尖刺,顶点:{ $count } 个
boundaries-repair-self-intersection = 边界自相交或自相接,已修正({ $why })
boundaries-repair-parts-rejoined = 合并分散为多个要素的部分:{ $count } 个

boundaries-report-read = { $input }:{ $format },{ $crs };要素 { $features } 个,村(社区){ $communities } 个
boundaries-report-columns = 列:代码 = { $code },名称 = { $name },上级 = { $parent }
boundaries-report-none = 无
boundaries-report-illustrative = 示意边界
boundaries-report-clean = 无需修复
boundaries-report-whole-file = 文件
boundaries-report-sum = 修复 { $repairs } 项;变动面积 { $area }
