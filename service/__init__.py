"""The Gridward service: reports, responsibility, follow-up and print for a district of cells."""
