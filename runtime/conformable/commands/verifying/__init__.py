"""Hold what the static half says against what happens: run functions, record, compare.

`draws` chooses sizes, `arguments` builds what annotations ask for, `conditions` keeps the sizes within what
was assumed; `instrumenting` and `loading` make a module record its expressions in a `recording`; `agreement`
compares one value, `bindings` remembers what the names stand for; `running` brings it together.
"""

from __future__ import annotations
