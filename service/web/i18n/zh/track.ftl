# 查询进度
track-page-title = 查询进度
track-lead = 输入上报时得到的编号。
track-number = 案卷编号
track-number-hint = 例如 440704-20261124-0001
track-look-up = 查询
track-key = 查询码
track-key-hint = 在上报后给您的链接里，key= 后面的一段。
track-key-open = 查看全部
track-public-title = 查看描述、照片和答复
track-public-lead = 这些只给上报人看。用上报后保存的链接打开，或在此填写查询码。
track-key-wrong = 查询码不对。请检查有没有漏掉或多出的字符。
track-unknown-title = 没有这个编号
track-unknown-lead = 没有编号为“{ $number }”的案卷。请核对后再试。
track-reported-at = 上报时间
track-answers = 答复
track-answers-none = 还没有答复。
track-description = 您的描述
track-no-description = 没有填写描述。
track-cell = 所在网格
track-due = 时限 { $at }
track-reload = 本页显示 { $at } 的情况；刷新可看最新进度。
