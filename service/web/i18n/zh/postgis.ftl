# 给 PostGIS 表归格
postgis-address = 这不是数据库地址；请写成 postgresql://用户@主机/数据库
postgis-connect = { $server }：无法连接（{ $why }）；请检查地址，并确认服务器在运行
postgis-no-postgis = { $server }：没有 PostGIS；请管理员添加：CREATE EXTENSION postgis
postgis-no-table = { $server }：没有表 { $table }；请连同模式名一起写，如 public.points
postgis-not-table = { $table }：是{ $type ->
    [v] 视图
    [m] 物化视图
    [f] 外部表
   *[other] 表以外的对象
}，不能在此更新其行；请指明其背后的表
postgis-no-column = { $table }：没有“{ $column }”列（现有：{ $columns }）
postgis-no-points = { $table }：既没有点的几何列，也没有“lon”“lat”列（现有：{ $columns }）；请用 --geometry 或 --lon 和 --lat 指明
postgis-which = { $table }：有多个几何列（{ $columns }）；请用 --geometry 指明一个
postgis-not-numbers = { $table }：“{ $column }”列是 { $type }，不是数值；请另指一列
postgis-odd = { $table }：{ $key } 处的几何{ $what ->
    [no-srid] 没有坐标系；请用 --crs 说明
   *[other] 是 { $what }，不是点；只能归格点位
}
postgis-cell-type = { $table }：“{ $column }”列是 { $type }；请改为 text，或用 --column 另指一列
postgis-cell-short = { $table }：“{ $column }”列只容 { $holds } 个字符，编码最长 { $longest } 个；请改为 text
postgis-cell-made = { $table }：“{ $column }”列由数据库计算；请用 --column 另指一列
postgis-running = { $table }：本命令的另一次运行正在处理它；请等它结束
postgis-locked = { $table }：被他人锁定超过 { $seconds } 秒；已完成的保留，请稍后再运行
postgis-refused = { $table }：数据库拒绝（{ $why }）；已完成的保留，请处理后再运行
postgis-done = 共 { $total } 个点：{ $inside } 个在网格内，{ $outside } 个不在任何网格内：{ $table }
postgis-updated = { $updated } 行换了网格
postgis-changed = { $changed } 行在此期间被他人改动；请再运行一次
