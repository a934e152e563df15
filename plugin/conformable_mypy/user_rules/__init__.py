"""Shapes that a project gives for functions that have none: rules and shape stubs, parsed and never run.

`loading` reads the files that the configuration names; `declarations` understands `conformable.rule(...)`,
`stubs` the annotated functions of `.pyi` files. Both make rules as those of `conformable.core.ops`.
"""
