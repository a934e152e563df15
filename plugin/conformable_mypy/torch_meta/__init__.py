"""The fall-back for operations without a shape rule: PyTorch itself is asked, on tensors without elements.

`fallback` is what the interpreter calls. `questions` makes the arguments of a call abstract and puts the
sizes back into an answer; `answers` keeps the answers in mypy's cache folder; `process` asks another process,
the only one that imports torch, whose code is in `kernels`.
"""
