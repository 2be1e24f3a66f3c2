"""Divisions with their communities and cells."""
