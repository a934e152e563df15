"""The part of the fall-back that imports torch; it runs in a process of its own (see `process`).

`serving` reads questions and writes answers, `verdicts` answers one; `callables` finds the operation,
`trials` runs it on numbers, `formulas` on symbols, `fits` on more numbers where it takes no symbols;
`refusals` makes sure of what torch refuses.

A question is a JSON object: the `operation`, its `positional` arguments and `keywords`, and, for each symbol
in them, the `least` value it can have. An argument is a tensor `{"tensor": [expression, ...]}`, an integer
`{"size": expression}`, a list of arguments, or a plain value. An expression is a number, a symbol `"s0"`, or
an operator with its operands, `["+", "s0", 1]`. An answer is `{"refused": text}`, `{}`, or the `result`: a
tensor, a list of results, or an empty mapping for what is no tensor.
"""
