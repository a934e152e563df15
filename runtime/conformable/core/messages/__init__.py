"""Every sentence that a user can read, for both halves; one module for each subject."""
# ruff: noqa: F403  -- `messages.inner_sizes` says enough: the package gives what its modules give

from __future__ import annotations

from conformable.core.messages.annotations import *
from conformable.core.messages.calls import *
from conformable.core.messages.commands import *
from conformable.core.messages.editors import *
from conformable.core.messages.findings import *
from conformable.core.messages.indexing import *
from conformable.core.messages.named_axes import *
from conformable.core.messages.networks import *
from conformable.core.messages.notation import *
from conformable.core.messages.operations import *
from conformable.core.messages.plugin import *
