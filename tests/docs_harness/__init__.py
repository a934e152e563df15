"""The documentation as data: its pages, their blocks of code, and their links."""
