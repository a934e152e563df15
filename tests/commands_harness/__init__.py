"""What the tests of the commands need."""
