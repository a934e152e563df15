"""How `conformable annotate` works: what is known becomes annotations, and mypy judges them before they stay.

`finding` decides what can be annotated. `proven` tells it what is known: `axis_names` says a shape in the
names of a function, `unenforced` tells where a shape rests on something that a run need not keep to.
`local_names` tells which locals are bound in one way only. `spelling` writes an annotation as the file spells
its types, after what it `imports`; `writing` puts it into the source; `trying` takes back what mypy would
object to.
"""

from __future__ import annotations
