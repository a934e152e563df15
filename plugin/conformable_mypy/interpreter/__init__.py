"""Abstract interpretation of one body: every expression once, with shapes in place of tensors.

`statements` and `expressions` visit the tree; `calls`, `attributes`, `indexing` and `operators` say what an
expression gives; `operations` asks the shape rules; `annotated`, `checking` and `declared` read signatures;
`conditions` and `guards` learn from the control flow; `state` and `joining` hold what is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable_mypy.interpreter.bodies import interpret

if TYPE_CHECKING:
    from conformable_mypy.reports import Report as Report

__all__ = ["interpret"]
