# 手工调整草案的工作台。
studio-edit-refused = 不能这样修改网格
studio-edit-incomplete = 还缺内容
studio-edit-incomplete-detail = 请选好此工具需要的网格（{ $cells } 个），并画出位置（至少 { $places } 处，每处一个经度和一个纬度）。
studio-locked = 有人正在那里编辑
studio-locked-detail = { $name } 正在编辑社区 { $community }，至少还需 { $seconds } 秒。请先调整别的社区，或与其联系。
studio-nothing-to-undo = 没有可撤销的操作
studio-nothing-to-undo-detail = 此草案的修改都已撤销。
studio-nothing-to-redo = 没有可重做的操作
studio-nothing-to-redo-detail = 此草案没有已撤销的修改。
