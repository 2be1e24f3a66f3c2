# 组织与人员导入
people-person-unknown = 人员不存在
people-person-unknown-detail = 没有工号为“{ $number }”的人员，请先导入该人员。
people-not-a-spreadsheet = 不是表格文件
people-not-a-spreadsheet-detail = 文件不是 .xlsx 或 .csv，或已损坏。请另存为 .xlsx 后重新上传。
people-spreadsheet-too-large = 表格过大
people-spreadsheet-too-large-detail = 一个文件最多 { $rows } 行。请拆分成多个文件。
people-import-refused-whole = 文件未导入
people-import-refused-whole-detail = 共有 { $count } 处需要修改，系统未作任何更改。请修改后重新上传整个文件。
people-fault-empty = 文件中没有数据行。请按模板填写。
people-fault-sheet-unknown = 未知的工作表。请命名为“组织”“人员”“结对”或“责任人”。
people-fault-table-unknown = “{ $given }”不是表名。请填写“组织”“人员”“结对”或“责任人”。
people-fault-column-unknown = 未知的列。请使用模板中的列名，或删除此列。
people-fault-column-twice = 该列出现了两次。请删除一列。
people-fault-column-missing = 缺少该列。请按模板添加。
people-fault-blank = 单元格为空。请填写。
people-fault-too-long = 内容过长。请缩短到 { $most } 个字符以内。
people-fault-unprintable = 内容含有换行或控制字符。请重新输入。
people-fault-date = “{ $given }”不是日期。请写成 2026-11-01 的形式。
people-fault-kind = “{ $given }”不是组织类别。请填写：区、部门、街道、社区、督查机构或志愿服务队。
people-fault-tier = “{ $given }”不是层级。请填写：部门、街道或社区。
people-fault-yes-no = “{ $given }”既不是“是”也不是“否”。请填写“是”或“否”。
people-fault-period-reversed = 截止日期早于起始日期。请更正。
people-fault-twice = “{ $given }”已在第 { $first } 行出现。请删除其中一行。
people-fault-organisation-unknown = 没有编码为“{ $given }”的组织。请在组织表中添加，或更正编码。
people-fault-parent-loop = “{ $given }”是该组织自身的下级。请选择其他上级。
people-fault-department-unknown = 没有编码为“{ $given }”的部门。请在组织表中添加，或更正编码。
people-fault-community-unknown = 没有编码为“{ $given }”的社区。请更正编码。
people-fault-person-unknown = 没有工号为“{ $given }”的人员。请在人员表中添加，或更正工号。
people-fault-cell-unknown = 没有编码为“{ $given }”的网格。请更正编码。
people-fault-cell-unfit = “{ $given }”不是网格编码。请填写 15 位数字。
people-fault-department-paired = 部门“{ $given }”在此期间已与“{ $other }”结对。请先结束其中一个结对。
people-fault-community-paired = 社区“{ $given }”在此期间已与“{ $other }”结对。请先结束其中一个结对。
people-fault-overlap = 网格“{ $given }”在同一时期、同一层级已有“{ $other }”。请为较早的一行填写截止日期。
people-template-notes =
    请填写“组织”“人员”“结对”“责任人”各表；不需要的表可留空。
    以 # 开头的行是说明和示例，导入时略过。
    文件要么全部导入，要么完全不导入；每处错误都会指明工作表、行和列。
    编码或工号已存在的行会更新原有记录；重复导入同一文件不会改变任何内容。
    也可用一个 .csv：首列“表”注明所属工作表，各表的列名写在同一表头行；没有该列时全部视为责任人。
people-column-required = （必填）
people-column-organisations-code = 区、街道、社区填区划代码；部门填自定编码
people-column-organisations-kind = 区、部门、街道、社区、督查机构或志愿服务队
people-column-organisations-parent = 上级组织的编码
people-column-organisations-name = 中文名称
people-column-organisations-name-en = 英文名称
people-column-persons-number = 人员的唯一工号
people-column-persons-name = 姓名
people-column-persons-post = 职务
people-column-persons-phone = 联系电话
people-column-persons-organisation = 所属组织的编码
people-column-pairings-department = 部门的编码
people-column-pairings-community = 社区的编码
people-column-pairings-contact = 部门联络人的工号
people-column-pairings-valid-from = 起始日期，如 2026-11-01
people-column-pairings-valid-to = 截止日期；未定则留空
people-column-responsibilities-cell = 单元网格的编码
people-column-responsibilities-tier = 部门、街道或社区
people-column-responsibilities-person = 责任人的工号
people-column-responsibilities-stand-in = 代班填“是”，否则填“否”
people-column-responsibilities-valid-from = 起始日期，如 2026-11-01
people-column-responsibilities-valid-to = 截止日期；未定则留空
