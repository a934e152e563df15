# mypy: ignore-errors
from typing import Any, overload
from torch._functorch.apis import grad as grad, grad_and_value as grad_and_value, vmap as vmap
def __getattr__(name: str) -> Any: ...
