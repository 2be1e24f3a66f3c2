# 划分网格的结果，用于命令行。
partition-cells = { $communities } 个社区共 { $cells } 个网格，已证明精确覆盖
partition-areas = 最小 { $smallest }，中位数 { $median }，最大 { $largest }
partition-multipart = 其中 { $count } 个由多个部分组成
partition-slivers = { $count } 个小于本社区常规网格大小的五分之一
partition-special = 专属网格 { $count } 个
partition-micro = 微网格 { $count } 个
partition-codes-reassigned = 有 { $count } 个网格的编码在 { $previous } 中指的是别的网格：{ $codes }。请另编新码，或使用 --new-codes。
partition-kept-codes = { $kept } 个网格沿用 { $previous } 的编码，{ $new } 个为新编码
partition-misfit = 社区 { $community }：{ $missing } 没有网格，其网格超出 { $beyond }；位置 { $lon }, { $lat }
partition-note-special-outside = 专属网格{ $special }：有 { $area } m² 不在任何村（社区）内，已切除，位于 { $lon }, { $lat }
partition-note-points-blank = 点数据中有 { $count } 行（第 { $rows } 行）没有几何，已略去
partition-note-points-outside = { $count } 个点（第 { $rows } 行）位于所有社区之外，已略去
partition-note-points-repeated = { $count } 个点（第 { $rows } 行）与另一点相距不到 { $distance_m } 米，已略去
partition-note-count-low = { $communities } 个村（社区）只要 { $wanted } 个网格：每个村（社区）至少一个
