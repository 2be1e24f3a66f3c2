# Sign-in and account
access-page-sign-in = Sign in
access-page-lead = Staff sign in to handle cases. Residents report without an account.
access-page-username = Username
access-page-password = Password
access-page-submit = Sign in
access-page-refused = Username or password is wrong, or the username is locked: { $tries } wrong tries in a row lock it for { $minutes } min. If you forgot the password, ask the administrator for a new one.
access-page-needed = Please sign in to open that page.
access-page-back = Back to the map without signing in
access-page-account = Account
access-page-change = Change password
access-page-old = Present password
access-page-new = New password
access-page-new-hint = At least { $least } characters.
access-page-again = New password once more
access-page-save = Save new password
access-page-differ = The two new passwords differ.
access-page-saved = Password changed; other devices are signed out.
