"""Errors: domain errors in ``domain``, their RFC 9457 problem details in ``problems``."""
