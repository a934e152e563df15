"""What the fuzzer needs: random programs, and what mypy's plugin and a run say about them."""
