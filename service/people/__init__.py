"""Organisations, persons, pairings and responsibilities."""
