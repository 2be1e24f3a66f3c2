# 页面上代替 gis 文字中的选项名称：表单的栏目。
option-layer = “{ drafting-layer }”
option-crs = “{ drafting-crs }”
option-datum = “{ drafting-datum }”
option-code = “{ drafting-code }”
option-parent = “{ drafting-parent-cell }”
option-communities = “{ drafting-communities-file }”
option-swap-axes = “{ drafting-swap-axes }”
option-skip = “{ drafting-skip }”
option-generate-codes = “{ drafting-generate-codes }”
option-tolerance = “{ drafting-tolerance }”
boundaries-mend-too-many-vertices = 上限为 { $limit }：请简化边线，或拆分文件。
boundaries-mend-no-community = 请用{ option-communities }提供带编码的社区文件：各网格归入占比最大的社区。
option-town-crs = 文件本身（重新导出并附带）
option-town-layer = “{ drafting-buildings-layer }”或“{ drafting-streets-layer }”
option-households-column = 列名（households 或 户数）
option-classes = 命令行 --classes
