"""The commands there are, known without importing the modules that run them.

Most of these take pandas, SQLAlchemy and models with them, seconds that `--help` and small commands
do without.
"""

from __future__ import annotations

from typing import NamedTuple


class CommandPlace(NamedTuple):
    """Where a command is, and what it is for.

    Attributes:
        module: of this room; its `register` adds the command.
        summary: first paragraph of its help.
    """

    module: str
    summary: str


# In the order in which --help lists them.
COMMANDS = {
    "build": CommandPlace(
        "build_command",
        "Make a build and publish it, from your own data if there is any, otherwise from "
        "demo data.",
    ),
    "builds": CommandPlace(
        "build_commands",
        "List complete builds, newest first.",
    ),
    "publish": CommandPlace(
        "build_commands",
        "Publish another build, for example to roll back.",
    ),
    "prune": CommandPlace(
        "build_commands",
        "Delete old builds; the build in use is always kept.",
    ),
    "serve": CommandPlace(
        "build_commands",
        "Start the dashboard on localhost; builds demo data first if there is no data.",
    ),
    "users": CommandPlace(
        "users_commands",
        "Users of a dashboard that is open to a network: list, add, change, remove.",
    ),
    "audit-log": CommandPlace(
        "audit_log_command",
        "List what was changed, newest first: who, what, when, and the build in use.",
    ),
    "doctor": CommandPlace(
        "doctor_command",
        "Check versions, settings, disk, clock, builds, workspace, models and locks, with advice.",
    ),
    "backup": CommandPlace(
        "backup_commands",
        "Write the build in use and the workspace to one file, while others may go on working.",
    ),
    "restore": CommandPlace(
        "backup_commands",
        "Put a backup into an empty data folder, once all its checksums are right.",
    ),
    "pseudonymise": CommandPlace(
        "pseudonymise_command",
        "Copy the data in use to a new data folder, with other names for creators, to show it.",
    ),
    "import": CommandPlace(
        "data_commands",
        "Import files, build everything from them and publish the result.",
    ),
    "export": CommandPlace(
        "data_commands",
        "Write a table from the data in use to a file.",
    ),
    "analyze": CommandPlace(
        "analyze_command",
        "Compute niches, caution scores and brand matches from three files; makes no build.",
    ),
    "niches": CommandPlace(
        "niches_command",
        "Find the niche of each account in a posts table from all its captions.",
    ),
    "posts": CommandPlace(
        "posts_command",
        "Analyse each post: sentiment, disclosed advertising, brand-safety words, names.",
    ),
    "profile": CommandPlace(
        "profile_command",
        "Predict what each account of a posts table is about, trained on accounts with a "
        "known category.",
    ),
    "rank": CommandPlace(
        "rank_command",
        "Rank creators for brands by their views, trained on collaborations of other brands.",
    ),
    "trends": CommandPlace(
        "trends_command",
        "Find hashtags that rise or fall: growth per week with a range, shares, creators.",
    ),
    "authenticity": CommandPlace(
        "authenticity_command",
        "Weigh the evidence for and against bought followers in daily follower counts.",
    ),
    "evidence": CommandPlace(
        "evidence_command",
        "Write a printable HTML report: the growth verdict on one creator, with reasons.",
    ),
    "rising": CommandPlace(
        "rising_command",
        "Rank rising creators: growth beyond comparable accounts, with bought growth discounted.",
    ),
    "forecast": CommandPlace(
        "rising_command",
        "Forecast followers in 30 and 90 days, with 80% intervals and the chance of the next tier.",
    ),
    "accounts": CommandPlace(
        "accounts_command",
        "Estimate how likely each profile in a sample is fake, and the share of fakes.",
    ),
    "influence": CommandPlace(
        "influence_command",
        "Predict which of two people is more influential, with an interval and reasons.",
    ),
    "recommend": CommandPlace(
        "recommend_command",
        "Recommend items to each user with LightFM, trained on the interactions of all users.",
    ),
    "brief": CommandPlace(
        "brief_command",
        "Read a brief, list who fits and find the best set under its budget.",
    ),
    "search": CommandPlace(
        "search_command",
        "Search creators by handle, name, bio, caption, hashtag and meaning; says why each is "
        "found.",
    ),
    "next": CommandPlace(
        "next_command",
        "List the creators to consider next, as the Recommendations page does without its "
        "random pick.",
    ),
    "optimise": CommandPlace(
        "optimise_command",
        "Find the best set of creators within a budget, and say why others are left out.",
    ),
    "forget": CommandPlace(
        "forget_command",
        "Remove a creator from the workspace and leave them out of all future builds.",
    ),
    "subject-access": CommandPlace(
        "subject_access_command",
        "Write everything that is held on a creator to a folder or ZIP.",
    ),
    "campaigns": CommandPlace(
        "campaign_commands",
        "Campaigns: list, show, create, add creators, export.",
    ),
    "report": CommandPlace(
        "report_command",
        "Write the report on a campaign: an HTML page to print, PowerPoint slides, or Excel "
        "formulas.",
    ),
}
