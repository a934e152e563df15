# mypy: ignore-errors
from typing import Any, overload
from typing import Union
class _JaxtypingConfig:
    def __init__(self): ...
    def update(self, item: str, value): ...
config: Any
__all__ = ['config']
