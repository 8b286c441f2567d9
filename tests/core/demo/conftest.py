"""One small demo data set, made once."""

from __future__ import annotations

import pytest

from core.demo.generator import DemoConfig, DemoData, generate


@pytest.fixture(scope="session")
def demo() -> DemoData:
    return generate(DemoConfig(creators_count=600), seed=42)
