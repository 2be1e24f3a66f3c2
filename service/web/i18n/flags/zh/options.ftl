# 命令行上代替 gis 文字中的选项名称：命令行选项。
option-layer = {" "}--layer{" "}
option-crs = {" "}--crs{" "}
option-datum = {" "}--datum{" "}
option-code = {" "}--code{" "}
option-parent = {" "}--parent{" "}
option-community = {" "}--community{" "}
option-communities = {" "}--communities{" "}
option-swap-axes = {" "}--swap-axes{" "}
option-skip = {" "}--skip{" "}
option-generate-codes = {" "}--generate-codes{" "}
option-max-vertices = {" "}--max-vertices{" "}
option-tolerance = {" "}--tolerance{" "}
option-town-crs = {" "}--town-crs{" "}
option-town-layer = {" "}--buildings-layer、--addresses-layer、--streets-layer 或 --water-layer{" "}
option-households-column = {" "}--households-column{" "}
option-street-class = {" "}--street-class{" "}
