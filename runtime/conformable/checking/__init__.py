"""The run-time half: decorators that check annotated shapes while the program runs."""
