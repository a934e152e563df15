"""What a function costs, from the shapes that the static half knows: symbolic, and in numbers.

`measures` holds the quantities; `contractions` and `operations` say what one operation costs, `memory` which
tensors are alive; `walking` goes through a function with `statements` and `expressions`, and writes `ledger`;
`trials` runs it: against torch's own counter, and against the clock.
"""

from __future__ import annotations
