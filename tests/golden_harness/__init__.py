"""What the tests of the golden files need: see tests/golden/README.md."""
