# mypy: ignore-errors
from typing import Any, overload
from torch.nn.parameter import Buffer as Buffer, Parameter as Parameter, UninitializedBuffer as UninitializedBuffer, UninitializedParameter as UninitializedParameter
from torch.nn.modules import *
from torch.nn import attention as attention, functional as functional, init as init, modules as modules, parallel as parallel, parameter as parameter, utils as utils
def factory_kwargs(kwargs): ...
def __getattr__(name: str) -> Any: ...
