"""The shape language: notation, sizes, shapes, binding and rules; standard library only."""
