# 登录与账号
access-page-sign-in = 登录
access-page-lead = 工作人员登录后可办理案卷。居民上报不用登录。
access-page-username = 用户名
access-page-password = 密码
access-page-submit = 登录
access-page-refused = 用户名或密码不对；同一用户名连续输错 { $tries } 次，会锁定 { $minutes } 分钟，其间密码正确也不能登录。忘记密码时，请管理员重设。
access-page-needed = 请先登录，再打开该页面。
access-page-back = 不登录，回到地图
access-page-account = 账号
access-page-change = 修改密码
access-page-old = 现在的密码
access-page-new = 新密码
access-page-new-hint = 至少 { $least } 个字符。
access-page-again = 再输一次新密码
access-page-save = 保存新密码
access-page-differ = 两次输入的新密码不一样。
access-page-saved = 密码已修改，其他设备已退出登录。
