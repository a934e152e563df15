"""Scripts that run annotated classes and functions of a package on random tensors with distinct sizes."""
