"""Texts of the About page: formulas with the constants in force, and limits."""

from __future__ import annotations

from core.domain.fit_bands import BAND_WORDS
from core.domain.thresholds import (
    EVEN_ODDS,
    KNOWN_BRAND_CHOICES,
    MOMENTUM_FAR_ABOVE,
    MOMENTUM_OF_PEERS,
    MOMENTUM_RISING,
    PEERS_MIN,
    RULE_POINTS_WORDS,
    STEPS_MIN,
    WORTH_CHECKING,
)
from core.models.brand_fit import FitConfig
from core.report.words import WHY_SCORES_DIFFER
from core.web.kit.growth.panels import formula_words

ENGAGEMENT = f"""
**Engagement rate** = (average likes + average comments) / followers. A creator is compared with
creators of its own tier and niche; where the niche has under
{PEERS_MIN} of that tier, with the whole tier.

**Growth** = (last - first) / first count of the follower history, shown with its window.

**Price** is what the source lists for a story and a post, in EUR. Where none is listed it is
estimated from creators who list theirs, with an 80% range, and marked "estimated". Campaigns make a
range of every price.
"""
NICHES = """
Profile text and captions are cleaned and turned into vectors by a sentence encoder that runs on
this computer, and the words they use are counted. The standard encoder is multilingual
(Universal Sentence Encoder v3, 512 numbers, 15 languages); a build can also be made with
all-MiniLM-L6-v2 (384 numbers, English), and the table below names the one that was used. What only
tells the language is subtracted; k-means (k-means++, 10 starts, fixed seed) groups the creators.

- **Words** of a niche: the two or three words that occur in it far more often than elsewhere
  (class TF-IDF).
- **Margin**: 1 - distance to the own centre / distance to the second nearest. 0% on the border,
  100% at the centre.
- **How many** niches, with 'auto': the number with the best silhouette and stability together;
  the Niches page shows the curve. Where no number is found again on other halves of the creators,
  the given categories are used instead.
- **Mixed topics** is the group of those whose texts fit nowhere.
- Categories given by the source never go in. They are only compared with afterwards.
"""
VERDICT = f"""
**Growth looks ordinary**, **Unusual growth, worth checking** (from a probability of
{WORTH_CHECKING:.0%} on, with pattern and days) or **Not enough data** (under {STEPS_MIN} known
changes): the verdict comes from the growth evidence alone and is the same on every page, in files
and in commands. The **authenticity index** (0-100, higher is better) is shown with it.

- The **probability** that followers were bought is calibrated: of creators shown with 70%, about
  seven in ten had bought followers in the data the model was trained on.
- **Reasons** are listed strongest first; where the build has them, bars show how much each counted.
- Lists of unusual growth start with the likeliest. Those above 99% count as equally likely: the
  one with more followers concerned comes first, then the one with the larger share of its account.
"""
CAUTION = f"""
{WHY_SCORES_DIFFER} It has its own panel, filter and file on the page Authenticity, and decides
nothing elsewhere. Its red flags say what is usual in the creator's tier.

{formula_words()}
"""
MATCHING = f"""
Where the data has collaborations, Brand match joins two orders and offers each alone: *their
posts*, below, and *similar brands*, learned from who worked with whom.

The brand's description and keywords, or your brief, go through the same encoder. *Their posts*
ranks by **fit**: how well topics and niches agree, whatever the language of the texts (cosine x
100 in the space of the niches; agreement of niches counts {FitConfig().niche_share:.0%}).

- **Text similarity**, the cosine x 100 of the texts as they are, is shown behind it.
- Bands: {BAND_WORDS}.
- A raw cosine is not calibrated: what is high for one brand is usual for another. So the
  **percentile** among all creators is shown with it.
- The reasons are the words both sides use and the creator's closest posts.
"""
RECOMMENDATIONS = f"""
LightFM learns from what brands did: looks, contacts, campaigns, collaborations.

- A **known brand** ({KNOWN_BRAND_CHOICES} creators chosen) is ranked by what was learned alone.
  A **new brand** is placed beside the 20 brands most like it; learned score, similarity of the
  texts and rule points ({RULE_POINTS_WORDS}) are brought to one
  scale and added with measured weights.
- **Score**: 100 is the brand's best creator, 0 its median one. It is no probability, and scores
  of two brands cannot be compared.
- What a brand does here moves its list at once; the next build learns from everything again.
- **By chance**: one creator per list is drawn at random and marked.
- Model report shows how good this is on held-out data, and how much each click counts.
"""
MOMENTUM = f"""
**Momentum**, 0-100: {MOMENTUM_OF_PEERS} moves as accounts of the same platform, size and niche do,
{MOMENTUM_RISING} stands one usual spread of the loaded creators above them,
{MOMENTUM_FAR_ABOVE} four. Most of it is robust growth beyond them in
the last 28 days; then acceleration, reactions a post, topics, mentions by larger accounts, cadence.
Followers that look bought are removed first, and gains count less the more they look bought.

**Forecasts** extend a damped trend; bursts and deliveries are left out. The 80% range is how
far earlier forecasts in this data were off, the chance of the next tier is read off the same. Where
the counts are too short to test a horizon, the range is widened and the page says so. A platform's
clean-up of accounts cannot be predicted.
"""
INFLUENCE = f"""
**Influence** (Compare) is the mean probability, in per cent, of drawing more reactions
(likes + comments) per post over 30 days than a random creator of this build. It is trained on what
was known 30 days before the newest post and what followed, and tested on held-out creators; sales,
taste and fit for a brand are not part of it. A pair whose 80% interval holds {EVEN_ODDS:.0%}
is too close to call.
"""
TEXTS = """
**Tone** of captions is VADER's for English; other languages are unknown rather than guessed.
**Disclosed advertising** is what a caption says itself (#ad, paid partnership, Anzeige, publicidad
...); a denial does not count. **Sponsored against organic** is the median ratio of reactions with
its 90% interval; while that holds 1, there is no clear difference. **Brand safety** looks for words
of an editable list (`brand_safety.toml` in the data folder takes its place): a word is no verdict.

**Trends** are the weekly growth of the share of its posts that the mean active creator gives to a
hashtag or topic; of those called rising or falling at most 5% are expected to be false alarms.
"""
CAMPAIGNS = """
Cost, reach, engagements, CPM, cost per engagement and earned media value (EMV) are **ranges** from
what is known of each creator and from assumptions that can be edited for each campaign.

- **Best set**: an integer program chooses the creators that give most of the goal within the budget
  and constraints; it says whether the set is proven best, and what kept others out.
- Where average views are known, they replace the share of followers, so reach can exceed the
  number of followers.
"""
LIMITS = """
- Recommendations follow what brands chose, which is not the same as what worked for them.
- The verdict says "Unusual growth, worth checking". It never says that somebody bought followers:
  viral posts, press and platform clean-ups make honest jumps, and slow purchases make none.
- The standard encoder reads 15 languages, MiniLM English alone. Texts in other languages are
  grouped and matched less surely.
- Demo data is made up. Its figures say nothing about real platforms.
- Published figures for engagement differ by a factor of three to nine between sources; they are
  shown for reference only.
- Files are imported, nothing is scraped, nothing is sent anywhere. Public profiles are still
  personal data: keep what you need, and delete builds you no longer use.
"""
