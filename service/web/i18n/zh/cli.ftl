# What commands say, beside the reports of gis
cli-written = 已写出：{ $output }
cli-new-codes = gridward division draft 会给有变动的网格新编码；城市自有编码的网格另加 --new-codes。
cli-draft-kept = 有 { $count } 个网格沿用「{ $name }」的编码
cli-draft-confirm = 有 { $count } 项责任人变动待确认
cli-drafted = 划分 { $division }：{ $cells } 个网格，经验证完全覆盖，为草稿；请在地图上查看，然后执行 gridward division activate { $division }
cli-diff-micro = 其中微网格：
cli-diff-row = { $kind } { $cells } 个网格 { $area } 公顷{ $passed ->
        [yes] （经移动的边线转移）
       *[no] {""}
    }{ $renamed ->
        [0] {""}
       *[other] ，其中 { $renamed } 个改了编码
    }
cli-division-status = { $status ->
    [draft] 草案
    [active] 现行
    [superseded] 已被取代
    [discarded] 已作废
   *[other] { $status }
}
cli-division-plan = { $status }，计划于 { $at } 启用
cli-division-since = { $status }，自 { $since }{ $until ->
    [none] {""}
   *[other] {" "}至 { $until }
}
cli-division-spent = { $status }，不能再启用：编码已被后来的划分使用
cli-division-figures = { NUMBER($communities, useGrouping: 0) } 个村（社区），{ NUMBER($cells, useGrouping: 0) } 个网格（其中专属 { NUMBER($special, useGrouping: 0) } 个），{ NUMBER($micro, useGrouping: 0) } 个微网格
cli-division-proof = 经证明无缝无叠；每格 { $smallest } 至 { $largest } 平方米，中位数 { $median }；{ $multipart } 个由多块组成，{ $slivers } 个过小
cli-division-ended = { $at }	停用，{ $kind ->
    [roll_back] 回退到 { $after }
   *[other] 由 { $after } 接替
}	{ $by ->
    [none] 命令行
   *[other] { $by }
}
cli-division-activation = { $at }	{ $kind ->
    [roll_back] 回退
   *[other] 启用
}{ $before ->
    [none] {""}
   *[other] ，取代 { $before }
}	{ $by ->
    [none] 命令行
   *[other] { $by }
}
cli-division-active = 划分 { $division } 已启用
cli-database-lost = 办理过程中数据库中断：{ $why }。未完成的内容没有写入。请确认数据库正在运行、空间充足且可写，然后重新执行命令。
cli-division-renumbers = 起草时现行的是另一版划分，启用后有 { $count } 个未变的网格会改编码；请重新起草，或使用 --renumber
cli-division-no-time = --at { $at }：不是日期时间；请写成 2026-12-01T00:00
cli-division-planned = 服务运行期间，划分 { $division } 将自 { $at } 起启用；gridward division cancel { $division } 可撤回
cli-division-cancelled = 划分 { $division } 是没有启用计划的草案
cli-division-rolled-back = 划分 { $division } 重新启用，取代 { $before }
cli-division-discard = 确定作废草案“{ $name }”及其 { NUMBER($cells, useGrouping: 0) } 个网格？
cli-division-discarded = 划分 { $division }“{ $name }”已作废
cli-nobody-there = 无人确认；请加 --yes
cli-no-file = { $path }：文件不存在
cli-no-folder = { $path }：文件夹不存在；请先建立
cli-is-taken = { $path } 正由本命令读取，或被写入两次；请另给一个输出文件
cli-unwritable = 无法写入 { $path }（{ $why }）；请腾出空间，或改写到别处
cli-is-folder = { $path } 是文件夹；请指明其中的文件
cli-no-district = 还没有现行划分：请给出 --district 和 --district-name
cli-cells-written = { NUMBER($cells, useGrouping: 0) } 个网格：{ $output }
cli-pages-written = { NUMBER($pages, useGrouping: 0) } 页：{ $output }
cli-use-geometry = --geometry 与 --lon、--lat 只能选一种
cli-use-cluster = --engine dask 与 --scheduler 地址须同时给出
cli-use-table = --postgis 只需给出数据表，不要再给输出文件或集群
cli-use-out = 请给出输出文件
cli-use-crs = --crs 须与 --postgis 同用
cli-use-one = { $options } 只能选一种
cli-use-takes-no = { $strategy } 不用 { $option }
cli-use-idle = { $how ->
    [without] 没有
   *[with] 使用
} { $option } 时，{ $options } 不起作用，请去掉
cli-use-extent = { $given } 不是范围；请给出四个数：西,南,东,北
cli-use-or = 、
cli-use-and = 、
cli-townscape-subject = --as 可选 { $subjects }，不能是 { $given }
cli-use-needs = { $strategy } 需要 { $options }
