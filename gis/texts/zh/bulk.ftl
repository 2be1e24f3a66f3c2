# 文件中的点位为何无法归格。
bulk-missing = { $path }：文件不存在
bulk-format = { $path }：扩展名不是点位文件的格式；请使用 .csv、.csv.gz 或 .parquet
bulk-unreadable = { $path }：无法读取（{ $why }）；请重新生成该文件
bulk-encoding = { $path }：{ $encoding ->
    [UTF-16] 编码为 UTF-16
   *[other] 编码无法识别
}；请另存为 UTF-8
bulk-open-quote = { $path }：第 { $line } 行的记录中引号未闭合；请改正该行
bulk-line-end = { $path }：第 { $line } 行含有不成换行的回车符；请将换行统一为 LF 或 CR LF
bulk-quotes = { $path }：第 { $line } 行或其后不远处，字段中间有引号；请将整个字段加引号，并将其中的引号写两遍
bulk-ragged = { $path }：第 { $line } 行有 { $found } 个字段，而首行有 { $wanted } 个；请改正该行
bulk-no-column = { $path }：没有“{ $column }”列（现有：{ $columns }）；请用 --lon 和 --lat 或 --geometry 指明列名
bulk-twice = { $path }：“{ $column }”列出现两次；请改掉其中一个列名
bulk-no-coordinates = { $path }：既没有“lon”“lat”列，也没有几何列（现有：{ $columns }）；请用 --lon 和 --lat 或 --geometry 指明列名
bulk-no-geometry = { $path }：“{ $column }”列不是 GeoParquet 几何列，而是 { $type }；请用 --geometry 另指一列，或用 --lon 和 --lat 指明数值列
bulk-not-numbers = { $path }：“{ $column }”列是 { $type }，不是数值；请用 --lon 和 --lat 另指一列
bulk-no-number = { $path }：第 { $line } 行“{ $column }”列的“{ $value }”不是数值；请改正或留空
bulk-not-point-text = { $path }：第 { $line } 行的“{ $value }”不是点；请写成 POINT (经度 纬度) 或留空
bulk-not-points = { $path }：第 { $row } 行的几何是 { $type }，不是点；只能归格点位
bulk-crs = { $path }：坐标系为 { $crs }，无法换算为经纬度（{ $why }）；请以 EPSG:4326 保存
bulk-no-text = { $path }：“{ $column }”列是 { $type }，CSV 无法表示；请将输出命名为 .parquet
bulk-has-cell = { $path }：已有“{ $column }”列；请用 --column 另取列名
bulk-same-file = { $path }：输入与输出是同一文件；请另指输出
bulk-empty = { $path }：其中没有 Parquet 文件；请另指文件夹
bulk-running = { $path }：另一次运行正在写入；请等它结束
bulk-not-folder = { $path }：是文件，而文件夹的点位须输出到文件夹；请另指输出
bulk-no-package = { $path }：需要软件包 { $package }；请安装附加组件：pip install 'gridward[{ $extra }]'
bulk-no-cluster = { $path }：该处没有 Dask 调度器应答（{ $why }）；请先启动，或用 --scheduler 指明地址
bulk-done = 共 { $total } 个点：{ $inside } 个在网格内，{ $outside } 个不在任何网格内：{ $output }
bulk-unusable = 不在网格内的点中，{ $unusable } 个没有可用坐标
bulk-already = { $files } 个文件已是这些结果，未再写入
bulk-resumed = 接着上次运行，已完成 { $rows } 个点
bulk-so-far = { $points } 个点
bulk-dask-folder = { $path }：集群按文件分任务处理 Parquet 文件夹；请指明文件夹，或去掉 --engine dask
bulk-indexed = 已为 { $cells } 个网格建立索引，{ $mb } MB：{ $output }
bulk-no-store = { $path }：无法访问：{ $why }
bulk-same-column = { $path }：经度和纬度给了同一列“{ $column }”；请指明两列
bulk-no-worker = { $path }：调度器有应答，但没有工作节点；请用 dask worker { $path } 启动
bulk-no-name = { $path }：有一列的名称为空；请给出列名
bulk-packed = { $path }：文件经过压缩，但文件名没有说明；请先解压，或将 gzip 压缩的文件命名为 .csv.gz
bulk-one-file = { $path }：这是单个文件，而存储中只能按文件夹处理；请给出所在文件夹，或先将文件复制到本机
