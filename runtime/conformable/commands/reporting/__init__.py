"""What mypy says, read and written again: formats for machines, a baseline, the count of proven functions."""
