"""Checks pinned packages with the plugin, and measures how much of them is understood."""
