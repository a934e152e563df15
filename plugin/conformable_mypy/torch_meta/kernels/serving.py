"""The loop of the process that has torch loaded: a question on each line, an answer on each line."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from typing import Final

#: After so many seconds without a question the process ends; the next question starts another.
IDLE: Final = 120.0


def serve() -> None:
    """Answer until nobody asks any more."""
    questions, answers = sys.stdin, os.fdopen(os.dup(1), "w", encoding="utf-8")
    logging.disable()
    # What torch prints must not come between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from conformable_mypy.torch_meta.kernels.verdicts import answer

    while True:
        timer = threading.Timer(IDLE, os._exit, (0,))
        timer.daemon = True
        timer.start()
        line = questions.readline()
        timer.cancel()
        if not line:
            return
        try:
            found = dict(answer(json.loads(line)))
        except Exception:  # noqa: BLE001  -- what torch raises where it is wrong itself can be anything
            found = {}
        print(json.dumps(found), file=answers, flush=True)
