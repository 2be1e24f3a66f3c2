"""Generations of divisions: brought into force with all that follows them, compared, gone back."""

import service.access.operations  # noqa: F401 - people's and cases' tables refer to accounts
