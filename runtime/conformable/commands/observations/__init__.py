"""What the static half knows about files: mypy runs with the plugin on, and the plugin writes it down.

`mypy_run` asks; `records` reads what the plugin has written, `static_values` the values in it; `sources`
finds the expressions of the source that they belong to.
"""

from __future__ import annotations
