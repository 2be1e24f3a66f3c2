# 读取选项的名称：库的参数与命令行选项。
option-layer = {" "}layer=…（命令行 --layer）
option-crs = {" "}crs=…（命令行 --crs）
option-datum = {" "}datum=…（命令行 --datum）
option-code = {" "}code=…（命令行 --code）
option-parent = {" "}parent=…（命令行 --parent）
option-community = {" "}community=…（命令行 --community）
option-communities = {" "}communities=…（命令行 --communities）
option-swap-axes = {" "}swap_axes（命令行 --swap-axes）
option-skip = {" "}skip_unusable（命令行 --skip）
option-generate-codes = {" "}generate_codes（命令行 --generate-codes）
option-max-vertices = {" "}limits（命令行 --max-vertices）
option-tolerance = {" "}tolerance_m=…（命令行 --tolerance）
option-town-crs = {" "}crs=…（命令行 --town-crs）
option-town-layer = {" "}layer 选项（命令行 --buildings-layer、--streets-layer 等）
option-households-column = {" "}households=…（命令行 --households-column）
option-classes = {" "}classes=…（命令行 --classes）
