"""How passwords are hashed in production; all other tests hash with the smallest parameters."""

from argon2 import Type, extract_parameters

from service.access import passwords

PRODUCTION = passwords.hasher  # taken at import, before any fixture replaces it


def test_production_hashes_by_argon2id_with_the_parameters_of_rfc_9106() -> None:
    told = extract_parameters(PRODUCTION.hash("a password of tests"))
    assert told.type is Type.ID
    assert (told.memory_cost, told.time_cost, told.parallelism) == (65_536, 3, 4)
    assert (told.salt_len, told.hash_len) == (16, 32)
