# 账号
access-password-unfit = 密码不符合要求
access-password-unfit-detail = 密码长度须为 { $least } 至 { $most } 个字符。
access-username-taken = 用户名已被使用
access-username-taken-detail = 账号“{ $username }”已存在，请换一个用户名。
access-username-unfit = 用户名不符合要求
access-username-unfit-detail = 用户名须为 1 至 { $most } 个字符，且不含空格。
access-account-unknown = 账号不存在
access-account-unknown-detail = 没有账号“{ $username }”，请检查拼写。
access-old-password-wrong = 当前密码不正确
access-old-password-wrong-detail = 当前密码不正确，请重新输入。
