"""The module classes of torch.nn: what their constructors keep, and what a call of a module gives.

ADD A MODULE HERE: one row in the table of its kind, or a short function where a row cannot say it.
"""

from __future__ import annotations

from conformable.core.ops.modules import (
    attention,
    einops_layers,
    elementwise,
    layers,
    losses,
    padding,
    recurrent,
)
from conformable.core.ops.modules.registry import MODULES, ModuleRule, Modules
from conformable.core.ops.modules.state import ModuleState

__all__ = [
    "MODULES",
    "ModuleRule",
    "ModuleState",
    "Modules",
    "attention",
    "einops_layers",
    "elementwise",
    "layers",
    "losses",
    "padding",
    "recurrent",
]
