# mypy: ignore-errors
from typing import Any, overload

def __getattr__(name: str) -> Any: ...
