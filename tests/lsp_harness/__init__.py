"""An editor, as far as the language server sees one."""

from __future__ import annotations
