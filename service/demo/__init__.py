"""The demo district, played through the real operations."""
