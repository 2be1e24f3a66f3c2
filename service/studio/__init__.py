"""Drafts changed by hand: each edit a step that can be taken back, and who is at work where."""
