"""The option `module-calls = "typed"`: mypy takes the call of a module for a call of its `forward`.

torch declares `Module.__call__` as `Callable[..., Any]`, so that by itself mypy neither checks the arguments
of `model(x)` nor knows what it gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import Instance

from conformable_mypy.mypy_api import Checker

if TYPE_CHECKING:
    from mypy.plugin import AttributeContext
    from mypy.types import Type

    from conformable_mypy.config import Configuration

#: Full name of the attribute through which modules are called.
CALL: Final = "torch.nn.modules.module.Module.__call__"


def type_of_call(configuration: Configuration, context: AttributeContext) -> Type:
    """Return the type of `forward` where the module that is being checked wants it; else what torch says."""
    checker = Checker.of(context.api)
    if configuration.of(checker.module).module_calls != "typed" or not isinstance(context.type, Instance):
        return context.default_attr_type
    return checker.type_of_attribute("forward", context.type, context.context)
