"""The static half against the inputs with which PyTorch tests its own operations."""
