"""The language server: what `conformable lsp` is made of.

`daemon` talks to mypy's daemon, `project` asks it when a file has changed, `checked` holds what is known of
one file; each feature turns that into what an editor shows: `diagnostics`, `inlay_hints`, `hovers`, and the
`actions`: `annotating`, `fitting`, `ignoring`. `features` is where an editor's messages come in,
`server` where they go out.
"""

from __future__ import annotations
