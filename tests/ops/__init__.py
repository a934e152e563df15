"""The shape rules against the libraries: rows of samples, and the tests that run them."""
