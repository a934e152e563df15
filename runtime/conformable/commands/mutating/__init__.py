"""Parts of `conformable mutate`: small mistakes put into a program, what happens, and what mypy says.

`mutations` makes the mistakes, `executing` runs the programs, `judging` compares both halves.
"""
