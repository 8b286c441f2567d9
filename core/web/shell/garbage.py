"""Keeps the search for garbage after every run of a page short.

Streamlit looks through all objects of the process after each run (`runner.postScriptGC`), which
keeps its memory flat. Half a million of them belong to imported modules and stay until the end;
going through them took half a second of a processor each time, in which nobody else was answered.
"""

from __future__ import annotations

import gc
import sys

# A run that imported fewer modules is not worth it: what is garbage by then is never freed.
_MODULES_AT_LEAST = 20
_SEEN = {"modules": 0}


def leave_modules_out() -> None:
    """Takes what is in memory out of the search, when modules have been imported since last time.

    To be called at the end of work that may have imported some; nearly free when it has not.
    """
    count = len(sys.modules)
    if count - _SEEN["modules"] < _MODULES_AT_LEAST:
        return
    _SEEN["modules"] = count
    gc.collect()
    gc.freeze()
