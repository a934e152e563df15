# mypy: ignore-errors
from typing import Any, overload
from torch.nn.utils import parametrizations as parametrizations, parametrize as parametrize, rnn as rnn, stateless as stateless
def __getattr__(name: str) -> Any: ...
