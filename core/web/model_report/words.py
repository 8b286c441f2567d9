"""What the model report says: on what was measured, what it means, what it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.domain.thresholds import KNOWN_BRAND_CHOICES, RULE_POINTS_WORDS
from core.models.recommender.join import KNOWN_BRAND, PARTS
from core.services.recommending.lead import Lead
from core.store.builds import Build
from core.web.kit.formats import count, day, is_missing

# Shown name -> metric in the store, its name on the axis, what it says.
MEASURES: dict[str, tuple[str, str, str]] = {
    "NDCG@10": (
        "ndcg_at_10",
        "NDCG@10 (0-1)",
        "how close the first ten come to the best order, hits at the top counting most",
    ),
    "Precision@10": (
        "precision_at_10",
        "precision@10 (0-1)",
        "which share of the first ten are creators the brand chose itself",
    ),
    "Recall@10": (
        "recall_at_10",
        "recall@10 (0-1)",
        "which share of all creators the brand chose itself are in the first ten",
    ),
    "MRR": (
        "mrr",
        "mean reciprocal rank (0-1)",
        "1 divided by the rank of the first hit, mean over brands: 0.5 is rank two",
    ),
    "AUC": (
        "auc",
        "AUC (0-1; 0.5 knows nothing)",
        "how often a creator the brand chose itself ranks above another one, over the whole list",
    ),
}
GROUP_WORDS = {"known": "Known brands", "new": "New brands"}
_PART_WORDS = {"trained": "what was learned", "semantic": "texts", "points": "rule points"}

METHODS = f"""
- **LightFM**: learns from what all brands did (WARP loss), with features of brands and creators.
- **EASE**: learns which creators are chosen by the same brands, in closed form.
- **LightFM + EASE**: both together, the weight chosen on interactions kept aside. Makes the lists
  of known brands.
- **Joined**: LightFM's score for a brand placed by its features, the texts and the rule points,
  added up with the weights above. Makes the lists of new brands.
- **Semantic match**: how similar the texts of brand and creator are; what Brand match shows.
- **Rule points**: {RULE_POINTS_WORDS}.
- **Most chosen**: the same list for all, creators that brands did most with.
- **Chance**: drawn at random.
"""
CANNOT_SAY = """
- A hit is a creator that the brand **chose itself**, with any interaction from an opened profile
  to a collaboration. That does not mean a successful campaign: sales and reach were not measured.
- A creator that the brand never saw counts as a miss, however good. The true quality is unknown
  and may be higher.
- Figures of known and new brands are not comparable: for a new brand every creator counts, for a
  known one only those it met after the cut-off day.
- The spread comes from the seeds (and, for new brands, from which brands are held out). It says
  nothing about other brands or another year.
"""
_DEMO = """
- **This is demo data.** Brands choose by a hidden rule that we made up. The model never sees it,
  but real brands may choose differently: import your own interactions and check again.
"""


def cannot_say(build: Build) -> str:
    """The limits, as Markdown; demo data has one more, which stands first."""
    return _DEMO.lstrip("\n") + CANNOT_SAY.lstrip("\n") if build.is_demo else CANNOT_SAY


def missing_words(build: Build, *, has_figures: bool) -> tuple[str, str]:
    """Why the quality is not known, and what to do; two empty texts when it is known."""
    if has_figures:
        return "", ""
    facts = build.manifest.get("facts", {}).get("recommender")
    if facts is None:
        return (
            "This build has no recommender.",
            "The next build has one. Unless it is being made, make it on the Data page, section "
            "Builds.",
        )
    if facts.get("missing"):
        return (
            str(facts["missing"]),
            "Import more of what brands did on the Data page: a file with brand_id, "
            "influencer_id, kind and time. What people do in this app counts too, from the next "
            "build on.",
        )
    if not build.manifest.get("is_deep"):
        return (
            "This build was made quickly. The quality of its recommendations is measured when the "
            "whole build (every post read) is made.",
            "Rebuild on the Data page, section Builds, with 'Read every post'. A first start does "
            "so by itself in the background.",
        )
    return (
        "This build holds no figures on how good its recommendations are.",
        "Rebuild on the Data page, section Builds.",
    )


def times_words(lead: Lead) -> str:
    """How many times as good as the best simple method: '2.0x'; '-' when that one never hits."""
    return "-" if is_missing(lead.times) else f"{lead.times:.1f}x"


def against_words(leads: Sequence[Lead | None]) -> str:
    """What the headline compares with; '' when nothing was measured."""
    names = list(dict.fromkeys(lead.simple.lower() for lead in leads if lead is not None))
    if not names:
        return ""
    return (
        f"Compared with the best method without training ({' and '.join(names)}), by NDCG@10. New "
        "brands have no interactions yet."
    )


def verdict(lead: Lead, precision: Lead | None) -> str:
    """One sentence on a group of brands, for a reader who knows no measure."""
    words = ""
    if precision is not None:
        hits = precision.used_mean * 10
        words = (
            f"Of the first ten creators, **{hits:.1f}** on average are ones that the brand chose "
            f"itself. "
        )
    if is_missing(lead.times):
        return words + f"{lead.simple} never hits, so there is nothing to compare with."
    if lead.times <= 1:
        return words + (
            f"**{lead.used} is not better than {lead.simple.lower()} here** "
            f"(NDCG@10 {lead.used_mean:.3f} against {lead.simple_mean:.3f})."
        )
    return words + (
        f"{lead.used} ranks **{lead.times:.1f} times** as well as the best simple method, "
        f"{lead.simple.lower()} (NDCG@10 {lead.used_mean:.3f} against {lead.simple_mean:.3f})."
    )


def join_gain(joined: tuple[float, float], learned: tuple[float, float]) -> str:
    """Whether adding texts and rule points helped new brands: each (mean, sd) of NDCG@10."""
    gap, spread = joined[0] - learned[0], max(joined[1], learned[1])
    figures = f"({joined[0]:.3f} against {learned[0]:.3f}, spread {spread:.3f})"
    if abs(gap) <= spread:
        return f"Joining texts and rule points to LightFM changes little here {figures}."
    if gap > 0:
        return f"Joining texts and rule points to LightFM helps here {figures}."
    return f"Here LightFM alone would have been better than the join {figures}."


def measured_words(group: str, lead: Lead, facts: Mapping[str, Any]) -> str:
    """On what a group was measured, as a caption."""
    brands, runs = count(lead.brands_count), lead.runs_count
    seeds = "one run" if runs == 1 else f"{runs} runs with other seeds; whiskers: their spread"
    if group == "known":
        return (
            f"Trained on everything before {day(facts.get('cut'))}, tested on the creators that "
            f"{brands} brands first met from that day on; {seeds}. Candidates: all creators that "
            "the brand had not met before. Methods without a seed have no spread."
        )
    drawn = " drawn again" if runs > 1 else ""
    return (
        f"{brands} brands{drawn} were held out and placed by their features alone, then tested on "
        f"all creators they ever chose; {seeds}. Candidates: all creators."
    )


def method_words(facts: Mapping[str, Any]) -> str:
    """How the parameters and weights were chosen, as Markdown."""
    runs = facts.get("join_runs") or []
    weights = "not measured"
    if runs:
        mean = {part: float(np.mean([run[part] for run in runs])) for part in PARTS}
        each = "; ".join(" / ".join(f"{run[part]:g}" for part in PARTS) for run in runs)
        weights = (
            " + ".join(f"{mean[part]:.2f} x {_PART_WORDS[part]}" for part in PARTS)
            + f" (mean of the runs {each})"
        )
    known = ", ".join(_PART_WORDS[part] for part in PARTS if KNOWN_BRAND.of(part) > 0)
    return f"""
- **The test part chose nothing in this build.** The parameters were searched on interactions
  before the cut day, without the brands that are judged as new ones (with few brands: without
  those of the first run); the weights on further brands that were left out while learning.
- **Weights for new brands**: {weights}. Each part is brought to mean 0 and spread 1 first.
- **Known brands**, from {KNOWN_BRAND_CHOICES} creators chosen on, are ranked by {known} alone:
  a rule, not a choice by these figures.
- **After judging**, the model of this build learns once more, from all
  {count(facts["pairs_count"])} pairs of {count(facts["brands_count"])} brands.
"""


def made_of(build: Build, facts: Mapping[str, Any]) -> dict[str, str]:
    """Parameters, seed and versions of the recommender of the build, by name."""
    config = facts.get("config", {})
    names = {
        "learning_rate": "Learning rate",
        "max_sampled": "Sampled at most",
        "user_feature_weight": "Weight of brand features",
        "item_feature_weight": "Weight of creator features",
    }
    versions = build.manifest.get("versions", {})
    return {
        **{words: f"{config[name]:.3g}" for name, words in names.items() if name in config},
        "Seed": str(build.manifest.get("config", {}).get("seed", "-")),
        **{name: str(version) for name, version in versions.items()},
    }
