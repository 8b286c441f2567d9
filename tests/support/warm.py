"""Imports what the program imports sooner or later; processes are forked off after that."""

from __future__ import annotations

import gc
import importlib
import pkgutil

import streamlit.web.cli

import core.cli
import core.web

# Pages and steps import these when they first use them.
_USED_LATER = (
    "lightfm", "lightgbm", "ruptures", "plotly.express", "plotly.graph_objects", "scipy.stats",
    "sklearn.cluster", "sklearn.decomposition", "sklearn.ensemble", "sklearn.linear_model",
)  # fmt: skip

__all__ = ["streamlit"]

for package in (core.cli, core.web):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
for name in _USED_LATER:
    importlib.import_module(name)

# Streamlit looks for garbage after every run of a page; what is imported is none.
gc.collect()
gc.freeze()
