"""What the tests of `checked` share."""
