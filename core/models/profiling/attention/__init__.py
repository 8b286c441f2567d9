"""Attention over the posts of an account: which posts tell what it is about."""

from core.models.profiling.attention.model import AttentionModel, AttentionScores, load_attention
from core.models.profiling.attention.training import AttentionConfig, fit_attention

__all__ = [
    "AttentionConfig",
    "AttentionModel",
    "AttentionScores",
    "fit_attention",
    "load_attention",
]
