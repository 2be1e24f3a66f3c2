"""Passwords: hashed by argon2id, verified in the same time whether an account exists or not."""

import os
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors.domain import DomainError

MIN_LENGTH = 10
MAX_LENGTH = 200
"""Longer input would only make the hash slow."""

hasher = PasswordHasher()
"""argon2id with the parameters of RFC 9106 for limited memory: 64 MiB, 3 passes, 4 lanes."""

_turns = threading.BoundedSemaphore(os.cpu_count() or 1)
"""More hashes at once than cores would be no faster, and take 64 MiB each."""


class PasswordUnfitError(DomainError):
    """A new password is too short or too long."""

    key = "access-password-unfit"
    field = "password"


def hash_password(password: str) -> str:
    """Hash a new password.

    Raises
    ------
    PasswordUnfitError
        It is too short or too long.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise PasswordUnfitError(least=MIN_LENGTH, most=MAX_LENGTH)
    with _turns:
        return hasher.hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Tell whether a password fits; without a hash, spend the same time and say no."""
    given = password if len(password) <= MAX_LENGTH else ""
    try:
        with _turns:
            hasher.verify(password_hash or _nobody(), given)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None and given == password


@cache
def _nobody() -> str:
    return hasher.hash("no account has this password")
