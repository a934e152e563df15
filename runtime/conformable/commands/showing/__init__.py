"""How `conformable shapes` shows what the static half knows: `entries` collects, the others print."""

from __future__ import annotations
