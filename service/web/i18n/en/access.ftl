# Accounts
access-password-unfit = The password does not fit
access-password-unfit-detail = A password has { $least } to { $most } characters.
access-username-taken = User name taken
access-username-taken-detail = There is an account “{ $username }” already. Choose another name.
access-username-unfit = The user name does not fit
access-username-unfit-detail = A user name has 1 to { $most } characters and no spaces.
access-account-unknown = No such account
access-account-unknown-detail = There is no account “{ $username }”. Check the spelling.
access-old-password-wrong = The present password is wrong
access-old-password-wrong-detail = The present password does not fit. Type it again.
