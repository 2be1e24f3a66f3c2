# 划分的证明发现的问题

proof-fault-no-polygon = 社区 { $community } 的该网格没有多边形。
proof-fault-no-number = 该网格有坐标不是数，或不在地球上。
proof-fault-astray = 该网格远离所有社区：请检查其坐标。
proof-fault-code-twice = 编码重复。
proof-fault-no-community = 该网格所属社区 { $community } 不在社区之列。
proof-fault-no-parent = 该微网格所属网格 { $parent } 不在网格之列。
proof-fault-off-lattice = 有顶点不在 1e-7 度的格点上。
proof-fault-vertex-repeated = 同一顶点连续出现两次。
proof-fault-vertex-twice = 一个环两次经过同一顶点。
proof-fault-edges-meet = 该网格的两条边在公共顶点之外相遇。
proof-fault-shell-turn = 外环不是逆时针方向。
proof-fault-hole-turn = 内环不是顺时针方向。
proof-fault-hole-outside = 内环在外环之外。
proof-fault-hole-nested = 内环位于另一内环之中。
proof-fault-falls-apart = 该网格的环相互接触，使其断为几块。
proof-fault-parts-overlap = 该网格的几个部分相互重叠。
proof-fault-own-neighbour = 该网格沿一条边与自身相邻。
proof-fault-edge-twice = 两个环沿同一条边同向经过。
proof-fault-borders-meet = 两条边界在公共顶点之外相遇。
proof-fault-borders-torn = 在一个顶点周围，边界两侧的土地归属不一致。
proof-fault-piece-misplaced = 一条轮廓位于他处的土地之内或空缺之中。
proof-fault-outline-absent = 社区 { $community } 的轮廓有一段没有网格。
proof-fault-outline-added = 有一条没有相邻网格的边不在社区 { $community } 的轮廓上。
proof-fault-area-differs = 社区 { $community } 的网格面积之和与其相差 { $units } 平方单位。
proof-fault-side-off-lattice = 社区 { $community } 两个网格之间的边不在其格网线上。
