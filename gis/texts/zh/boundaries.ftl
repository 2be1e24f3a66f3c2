# 读取边界文件时的提示

boundaries-error-whole = { $input }：{ $wrong }{ $mend }
boundaries-error-placed = { $input }：{ $wrong }位置：{ $places }。{ $mend }
boundaries-place = 第 { $number } 个要素
boundaries-place-coded = 第 { $number } 个要素（代码 { $code }）
boundaries-places-more = { $places }，另有 { $more } 处

boundaries-error-not-found = 找不到该文件。
boundaries-mend-not-found = 请检查路径；应为单个文件，不能是文件夹。
boundaries-error-unknown-format = 不是可识别的边界文件格式。
boundaries-mend-unknown-format = 支持的格式：{ $formats }。
boundaries-error-server-error = 这不是边界文件，而是地图服务器的报错：“{ $message }”（错误 { $code }）。
boundaries-mend-server-error = 请重新向服务器查询（需要时附上令牌），并保存其要素列表。
boundaries-error-unreadable = 文件无法读取：{ $why }。
boundaries-mend-unreadable = 文件可能不完整或已损坏，请重新导出或复制。
boundaries-error-spoiled-text = 文字为 { $encoding } 编码，但第 { $byte } 个字节（第 { $line } 行“{ $before }”之后）不是。
boundaries-mend-spoiled-text = 请改正该处文字，或重新导出、复制文件，最好用 UTF-8 编码。
boundaries-error-unequal-parts = Shapefile 的各个文件不配套：.shp 有 { $shapes } 个图形，.dbf 有 { $rows } 行。
boundaries-mend-unequal-parts = 其中之一被截断，或来自另一次导出：请把全部文件重新一起复制，或重新导出。
boundaries-error-too-many-bytes = 文件过大（{ $size }）。
boundaries-mend-too-many-bytes = 上限为 { $limit }，请拆分文件或简化边界线。
boundaries-error-too-many-unpacked-bytes = 压缩包解压后过大。
boundaries-mend-too-many-unpacked-bytes = 解压上限为 { $limit }、{ $entries } 个文件，压缩包内请只放边界文件。
boundaries-error-too-many-features = 要素过多。
boundaries-mend-too-many-features = 上限为 { $limit } 个，请拆分文件。
boundaries-error-too-many-vertices = 顶点过多。
boundaries-mend-too-many-vertices = 上限为 { $limit }：请简化边线或拆分文件；如内存充足（约每百万个顶点 1 GB），可用{ option-max-vertices }提高上限。
boundaries-error-unsafe-archive = 压缩包中有指向包外的条目：{ $entry }。
boundaries-mend-unsafe-archive = 未解压任何内容。请重新打包，不要包含链接或上级路径。
boundaries-error-locked-archive = 压缩包有密码保护。
boundaries-mend-locked-archive = 请不设密码重新打包。
boundaries-error-unsafe-xml = 文件声明了 XML 实体或文档类型，可能夹带其他文件或无限膨胀。
boundaries-mend-unsafe-xml = 未展开任何实体。请重新导出为普通 KML。
boundaries-error-several-layers = 文件含多个图层：{ $layers }。
boundaries-mend-several-layers = 请用{ option-layer }指定要读取的图层。{ $folders ->
    [yes] KML 文件夹的名称表示读取其中全部内容。
   *[no] {""}
}
boundaries-error-unknown-layer = 没有名为“{ $layer }”的图层。
boundaries-mend-unknown-layer = 现有图层：{ $layers }。
boundaries-error-no-features = 文件中没有要素。
boundaries-mend-no-features = 请检查导出内容是否包含村（社区）或网格。
boundaries-error-no-crs = 文件未声明坐标参考系。
boundaries-mend-no-crs = 请用{ option-crs }指定：经纬度（度）填 4326，投影坐标填其 EPSG 代码。
boundaries-error-unknown-crs = “{ $crs }”不是可读取的坐标参考系。
boundaries-mend-unknown-crs = 请用 EPSG 代码指定，如 4490 或 4547。
boundaries-error-unread-crs = 文件所声明的坐标系无法读取：“{ $crs }”。
boundaries-mend-unread-crs = 请用{ option-crs }指定：经纬度（度）填 4326，投影坐标填其 EPSG 代码。
boundaries-error-unknown-datum = 未知的坐标基准“{ $datum }”。
boundaries-mend-unknown-datum = 可选：{ $datums }。
boundaries-error-unknown-column = 没有名为“{ $column }”的列。
boundaries-mend-unknown-column = 现有的列：{ $columns }。
boundaries-error-no-columns = 文件只有图形，没有任何列：没有代码，也没有名称。
boundaries-mend-no-columns = Shapefile 的列在 .dbf 中：请连同同名的 .dbf 一起提供。或用{ option-generate-codes }自动生成代码。
boundaries-error-no-code-column = 找不到村（社区）或网格的代码列。
boundaries-mend-no-code-column = 请用{ option-code }指定，或用{ option-generate-codes }自动生成代码。现有的列：{ $columns }。
boundaries-error-blank-code = 有要素缺少代码。
boundaries-mend-blank-code = 请逐一填写代码，或用{ option-generate-codes }自动生成，或用{ option-skip }跳过这些要素。
boundaries-error-repeated-code = 代码 { $code } 被多个村（社区）或网格使用：{ $names }。
boundaries-mend-repeated-code = 请各用各的代码。同一村（社区）或网格的多个部分，名称与上级都相同时才可共用代码。
boundaries-error-no-area = 有要素没有面：几何缺失、为空，或只是点、线。
boundaries-mend-no-area = 请补画或删除，也可用{ option-skip }跳过。
boundaries-error-not-finite = 有坐标是无穷大或不是数字。
boundaries-mend-not-finite = 请重新导出文件，或删除该顶点。
boundaries-error-metres-as-degrees = （{ $x }, { $y }）不可能是度，看起来是以米为单位的投影坐标。
boundaries-mend-metres-as-degrees = 请用{ option-crs }指定投影的 EPSG 代码，如 { $guess }。
boundaries-error-swapped-axes = 坐标疑似颠倒，纬度（北坐标）写在了前面：（{ $x }, { $y }）。
boundaries-mend-swapped-axes = 请按“经度（东坐标）在前”导出，或使用{ option-swap-axes }。系统不会擅自调换。
boundaries-error-swapped-by-option = 使用{ option-swap-axes }后，坐标反而颠倒：（{ $x }, { $y }）。
boundaries-mend-swapped-by-option = 请去掉该选项。
boundaries-error-off-the-globe = 坐标超出 ±180° 与 ±90°（{ $x }, { $y }）。
boundaries-mend-off-the-globe = 请检查坐标参考系和该顶点。
boundaries-error-off-the-projection = 按 { $crs } 读取时，（{ $x }, { $y }）这样的坐标不在地球上。
boundaries-mend-off-the-projection = 请检查这些顶点，或用{ option-crs }指定正确的坐标参考系。
boundaries-error-unsafe-database = 数据库的内容需要运算才能得到（视图、虚拟表或计算列：{ $table }），可能无休止运行或打开其他文件。
boundaries-mend-unsafe-database = 未读取任何内容。请将图层导出为新 GeoPackage 中的普通表。
boundaries-error-other-archive = 这是 { $kind } 压缩包。
boundaries-mend-other-archive = 请先解压，再提供边界文件或其 ZIP 压缩包。
boundaries-error-too-deep = 压缩包层层嵌套，过深。
boundaries-mend-too-deep = 上限为 { $limit } 层，请先解开外层。
boundaries-error-no-geometry-column = 没有几何列。
boundaries-mend-no-geometry-column = 请在表格第一行将该列命名为 WKT、geojson、geometry 或 geom；内容可为 WKT、十六进制 WKB 或 GeoJSON。
boundaries-error-surface-layer = 有图层声明为多面体表面（PolyhedralSurface、TIN），无法读取。
boundaries-mend-surface-layer = 请重新导出为面（MultiPolygon）。
boundaries-error-long-rows = 表格中有行的单元格多于首行的列名。
boundaries-mend-long-rows = 含分隔符的单元格（如 WKT 中的逗号）请加引号。
boundaries-error-only-points = 表格只有点（{ $columns } 列），没有面。
boundaries-mend-only-points = 请以面给出边界，放在名为 WKT 或 geojson 的列中；点表可用作泰森多边形（Voronoi）网格的中心点。
boundaries-error-spoiled-code = “{ $column }”列的代码已丢失数位，如 { $code }：电子表格把它当成了数字。
boundaries-mend-spoiled-code = 请从来源重新取得，并以文本格式保存。
boundaries-error-overlapping-parts = 多个要素共用代码 { $code }，且相互重叠 { $area } 平方米，不是同一整体的各部分。
boundaries-mend-overlapping-parts = 请各用各的代码，或删除错误的要素。
boundaries-error-no-community = 有网格无法确定所属村（社区）：代码开头不是村（社区）代码，也没有相应的列。
boundaries-mend-no-community = 请用{ option-community }指定说明所属社区的列，或用{ option-communities }提供带编码的社区文件：各网格归入占比最大的社区。
boundaries-error-unknown-parent = 有微网格所在的网格不在文件中。
boundaries-mend-unknown-parent = 请填写其所在网格的代码，并在文件中包含该网格。
boundaries-error-cells-missing = { $column } 列所填的网格不在文件中：{ $cells }。
boundaries-mend-cells-missing = 请将网格与其微网格放在同一文件中；或不指定{ option-parent }，微网格即按网格读取。
boundaries-error-degrees-as-metres = 文件声明为 { $crs }（单位为米），但（{ $x }, { $y }）这样的坐标是度。
boundaries-mend-degrees-as-metres = 请用{ option-crs }指定：经纬度填 4326，CGCS2000 填 4490。
boundaries-error-wrong-crs = 按 { $crs } 读取时，（{ $x }, { $y }）这样的坐标落在错误的地方。
boundaries-mend-wrong-crs = 按 EPSG:{ $guess } 读取则位置相符；如确认无误，请用{ option-crs }指定。
boundaries-error-unknown-extent = “{ $extent }”不是有效范围。
boundaries-mend-unknown-extent = 请按西、南、东、北以度为单位填写，如 113.0,22.4,113.3,22.7。
boundaries-error-outside-extent = 有要素位于指定范围（{ $extent }）之外。
boundaries-mend-outside-extent = 请检查坐标参考系和范围，删除偏离的要素，或用{ option-skip }跳过。
boundaries-error-outside-reference = 文件与参考轮廓不在同一个地方：重合至多 { $shared }，边线平均相距 { $distance } 公里。
boundaries-mend-outside-reference = 请检查坐标参考系、坐标轴顺序和参考轮廓；可用{ option-crs }指定坐标参考系。
boundaries-error-too-wide = 有要素跨越 { $size } 度：含有偏离的顶点，或环绕了地球。
boundaries-mend-too-wide = 请删除该顶点；跨 180° 经线的要素请在该处拆分。
boundaries-error-far-apart = 各要素相距 { $size } 度，任何区县都没有这么大。
boundaries-mend-far-apart = 请删除偏离的要素，例如位于 0, 0 的要素。
boundaries-error-tangled = 边界自相交约 { $crossings } 次，无法确定其围成的区域。
boundaries-mend-tangled = 请重新绘制，或从来源重新导出。

boundaries-repair-encoding-detected = 文字未声明编码，按 { $encoding } 读取
boundaries-repair-crs-overridden = 按要求以 { $crs } 读取，而文件声明为 { $declared }
boundaries-repair-crs-coarse = { $crs } 无法精确转换到 WGS84，位置可能偏差数米至 200 米
boundaries-repair-axes-swapped = 已按要求调换经纬度
boundaries-repair-datum-converted = 已按要求从 { $datum } 转换到 WGS84
boundaries-repair-reader-warning = 读取时警告：{ $text }
boundaries-repair-no-names = 没有名称列，以代码代替名称
boundaries-repair-blank-name = 没有名称，以代码代替
boundaries-repair-heights-dropped = 去掉高程或量测值的要素：{ $count } 个
boundaries-repair-skipped = 没有面，已按要求跳过
boundaries-repair-ring-closed = 有一个环未闭合，已闭合
boundaries-repair-parts-dropped = 去掉面以外的线和点：{ $count } 个
boundaries-repair-vertices-dropped = 去掉重复顶点：{ $count } 个
boundaries-repair-spike-cut = 去掉零宽度尖刺，顶点：{ $count } 个
boundaries-repair-narrow-spike-cut = 切除长 { $length } 米、宽不超过 { $width } 米的尖刺或缝隙，位于 { $place }
boundaries-repair-spike-kept = 有长 { $length } 米、宽不超过 { $width } 米的尖刺或缝隙，位于 { $place }：已保留，切除后图形会自相交或所剩无几；如非本意，请重新绘制
boundaries-repair-self-intersection = 边界自相交或自相接，位于 { $place }，已修正
boundaries-repair-same-polygon = 与 { $other } 的图形完全相同，位于 { $place }：其中之一是复制件，请重新绘制或删除
boundaries-repair-parts-rejoined = 合并分散为多个要素的部分：{ $count } 个
boundaries-repair-encoding-overridden = 文字并非 .cpg 所声明的 { $declared } 编码，按 { $encoding } 读取
boundaries-repair-index-rebuilt = { $listed ->
        [0] 缺少 .shx 文件
       *[other] .shx 只列出 { $shapes } 个图形中的 { $listed } 个
    }，已根据 .shp 重建
boundaries-repair-deleted-left = .dbf 中标记为已删除的行未读取：{ $count }
boundaries-repair-text-spoiled = “{ $column }”列有字节不是 { $encoding } 编码，读作“{ $text }”：请改正
boundaries-repair-incomplete = 服务器只返回了部分要素（exceededTransferLimit），数据不完整
boundaries-repair-rings-turned = 环的方向有误，已按位置区分外环与内环
boundaries-repair-links-left = 有 { $count } 个指向其他文件的链接（NetworkLink）未跟随读取；请把其内容另存为 KML 一并提供
boundaries-repair-numbers-as-text = 坐标写成了文本的要素，已按数字读取：{ $count } 个
boundaries-repair-crs-suspected = 文件声明为 { $crs }，据此位于 { $place }，在中国之外；而坐标值像是 CGCS2000 分带的米：如属实请用{ option-crs }指定（如 4547），否则请指定范围加以确认
boundaries-repair-axes-suspected = 坐标疑似颠倒（纬度或北坐标在前），仍按原样读取：可指定范围加以确认，或使用{ option-swap-axes }
boundaries-repair-datum-assumed = 文件未声明坐标基准，按 WGS84 读取；如在地图上偏移约 500 米，请用{ option-datum }指定 GCJ-02 或 BD-09
boundaries-repair-datum-unclear = 没有明显吻合参照轮廓的坐标基准：{ $datum } 重合面积 { $overlap }、平均相距 { $distance } 米，{ $best } 为 { $best_overlap }、{ $best_distance } 米。请提供同一地方的轮廓加以确认
boundaries-repair-datum-fits = 与参照轮廓相比，{ $datum } 最吻合：重合面积 { $overlap }，平均相距 { $distance } 米
boundaries-repair-datum-suspected = 疑似 { $best } 坐标：还原偏移后与参照轮廓重合 { $best_overlap }，平均相距 { $best_distance } 米；按 { $datum } 则为 { $overlap }、{ $distance } 米。如确认无误，请用{ option-datum }指定 { $best }
boundaries-repair-codes-tidied = 已去除代码中的空格、分组连字符、全角数字和小数点：{ $count } 个
boundaries-repair-code-generated = 第 { $number } 个要素没有代码，已赋予此代码
boundaries-repair-code-mapped = 旧式代码 { $before }，现为 { $code }
boundaries-repair-community-assumed = 代码与列均未说明所属村（社区），按相邻网格归入 { $community }
boundaries-repair-communities-located = 有 { $count } 个网格的编码和列均未说明所属社区；按所在位置归入占比最大的社区
boundaries-repair-kinds-unknown = 不认识的类型，按一般网格读取：{ $kinds }
boundaries-repair-codes-unequal = 位数与其余编码（{ $usual } 位）不同的编码：{ $codes }
boundaries-repair-two-codes = { $code } 已填写的以其为代码，并以 { $parent } 为所属网格；未填写的以 { $parent } 为代码（可用{ option-code }另行指定）
boundaries-repair-cells-not-there = 文件只有微网格：{ $column } 所填的网格不在文件中，微网格按网格读取
boundaries-repair-parent-found = 代码未说明所属网格，按位置归入 { $parent }
boundaries-repair-curves-straightened = 曲线边已替换为短直线
boundaries-repair-file-passed-over = 压缩包中的“{ $file }”无法读取，已略过
boundaries-repair-surfaces-apart = 多面体表面（PolyhedralSurface、TIN）已拆分为各个面
boundaries-repair-skipped-uncoded = 没有代码，已按要求跳过
boundaries-repair-skipped-outside = 位于范围（{ $extent }）之外，已按要求跳过
boundaries-repair-far-away = 远离其他要素 { $distance } 公里，位于 { $place }
boundaries-repair-hole-is-part = 位于外轮廓之外的孔洞，已作为独立部分保留：{ $count } 个
boundaries-repair-duplicate-dropped = 要素重复，已去掉：{ $count } 个
boundaries-repair-totals-differ =
    { $column ->
        [households] 户数
       *[population] 人口
    }：重复的要素分别写 { $total } 与 { $others }，采用 { $total }
boundaries-repair-totals-once =
    { $column ->
        [households] 户数
       *[population] 人口
    }:{ $count } 个部分都重复填写 { $total },只计一次,不累加
boundaries-repair-totals-odd =
    { $column ->
        [households] 户数
       *[population] 人口
    }：{ $count } 个部分中有 { $times } 个填写 { $total }，其余填写 { $others }；采用 { $total }，不累加：请改正有误的数值
boundaries-repair-totals-summed =
    { $column ->
        [households] 户数
       *[population] 人口
    }:{ $count } 个部分的数值不同,合计 { $total }
boundaries-repair-total-unreadable =
    { $column ->
        [households] 户数
       *[population] 人口
    }:“{ $text }”不是数字,留空

boundaries-report-read = { $input }：{ $format }，{ $crs }；要素 { $features } 个，村（社区）{ $communities } 个
boundaries-report-cells = { $input }：{ $format }，{ $crs }；要素 { $features } 个，网格 { $communities } 个
boundaries-report-columns-cells = 列：代码 = { $code }，名称 = { $name }，村（社区）= { $parent }
boundaries-report-columns-read = 列：代码 = { $code }，名称 = { $name }，上级 = { $parent }
boundaries-report-columns-unread = 不保留的列：{ $columns }{ $more ->
    [0] {""}
   *[other] {" "}等另 { $more } 列
}
boundaries-report-none = 无
boundaries-report-illustrative = 示意边界
boundaries-report-clean = 各要素自身无需修复
boundaries-report-whole-file = 文件
boundaries-report-more = {"    "}…… 同类另 { $count } 项
boundaries-report-sum = 修复 { $repairs } 项；变动面积 { $area }
