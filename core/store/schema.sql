-- Tables of a build. Every column has a comment: meaning, unit, range.
-- Missing is NULL, never 0 or ''. Fractions are 0-1 in the store, per cent only on a page.
-- Tables with given data come from an import or the demo generator; derived ones from one model each.

-- ───────────────────────────── given ─────────────────────────────
CREATE TABLE influencers (
    influencer_id        VARCHAR PRIMARY KEY,  -- stable id; from the file, else platform + handle
    handle               VARCHAR NOT NULL,     -- account name without @
    name                 VARCHAR NOT NULL,     -- shown name; the handle when none was given
    platform             VARCHAR NOT NULL,     -- instagram | tiktok | youtube | unknown
    url                  VARCHAR,              -- http(s) link to the profile
    bio                  VARCHAR,              -- profile text as given
    category             VARCHAR,              -- category as given by the source, never by our models
    country              VARCHAR,              -- ISO 3166 alpha-2 of the creator
    audience_country     VARCHAR,              -- ISO 3166 alpha-2 of most of the audience
    language             VARCHAR,              -- ISO 639-1 of most posts
    followers_count      BIGINT,               -- latest count, >= 0
    following_count      BIGINT,               -- accounts followed, >= 0
    posts_count          BIGINT,               -- posts on the platform (not in this store), >= 0
    avg_likes            DOUBLE,               -- mean likes a post, >= 0
    avg_comments         DOUBLE,               -- mean comments a post, >= 0
    avg_views            DOUBLE,               -- mean views a post, >= 0
    authentic_engagement DOUBLE,               -- engagements a post that the source calls authentic, a count >= 0
    story_price          DOUBLE,               -- EUR for one story, >= 0
    post_price           DOUBLE,               -- EUR for one post, >= 0
    hashtags             VARCHAR[],            -- lower case, without #
    avatar_path          VARCHAR               -- file of the profile picture or its address, as given; see avatars for what could be read
);

CREATE TABLE posts (
    post_id        VARCHAR PRIMARY KEY,        -- id from the file, else influencer_id + ':' + number
    influencer_id  VARCHAR NOT NULL,           -- influencers.influencer_id
    posted_at      TIMESTAMP,                  -- UTC; NULL when the source has no time
    caption        VARCHAR NOT NULL,           -- text as given, may be ''
    hashtags       VARCHAR[],                  -- lower case, without #
    mentions       VARCHAR[],                  -- lower case, without @
    likes_count    BIGINT,                     -- >= 0
    comments_count BIGINT,                     -- >= 0
    views_count    BIGINT,                     -- >= 0
    language       VARCHAR,                    -- ISO 639-1
    is_sponsored   BOOLEAN,                    -- marked as advertising by the source
    comment_texts  VARCHAR[],                  -- comments as given, some or all; NULL when none are given
    image_path     VARCHAR                     -- file of the picture or its address, as given; see post_pictures for what could be read
);

CREATE TABLE pictures (
    picture_id          VARCHAR PRIMARY KEY,   -- SHA-256 of the file, in hex
    thumbnail           BLOB NOT NULL,         -- JPEG, longest side at most 240 pixels, without metadata
    width               INTEGER NOT NULL,      -- pixels of the file, upright
    height              INTEGER NOT NULL,      -- pixels of the file, upright
    vector              BLOB NOT NULL,         -- 1,280 float16 of the network, length 1; the rows of picture_embeddings.npy
    labels              VARCHAR[] NOT NULL,    -- ImageNet classes, at most 3, likeliest first
    label_probabilities DOUBLE[] NOT NULL,     -- of the labels, 0-1, not calibrated on posts
    people_count        INTEGER NOT NULL,      -- faces seen within about two metres, >= 0
    brightness          DOUBLE NOT NULL,       -- mean luma, 0 black to 1 white
    colourfulness       DOUBLE NOT NULL,       -- Hasler & Suesstrunk (2003): 0 grey, above 80 very colourful
    sharpness           DOUBLE NOT NULL,       -- variance of the Laplacian at thumbnail size, >= 0; higher is sharper
    model_version       VARCHAR NOT NULL       -- networks that described it
);

CREATE TABLE post_pictures (
    post_id       VARCHAR PRIMARY KEY,         -- posts.post_id; at most the newest 12 posts with a picture of each creator
    influencer_id VARCHAR NOT NULL,            -- influencers.influencer_id
    picture_id    VARCHAR NOT NULL             -- pictures.picture_id
);

CREATE TABLE avatars (
    influencer_id VARCHAR PRIMARY KEY,         -- influencers.influencer_id; creators of the demo data are drawn when shown
    picture       BLOB NOT NULL                -- JPEG of 96 x 96 pixels, cut from the middle of the file, without metadata
);

CREATE TABLE follower_history (
    influencer_id   VARCHAR NOT NULL,          -- influencers.influencer_id
    day             DATE NOT NULL,             -- UTC day; files without dates end on the as-of day
    followers_count BIGINT NOT NULL,           -- count on that day, >= 0
    PRIMARY KEY (influencer_id, day)
);

CREATE TABLE brands (
    brand_id        VARCHAR PRIMARY KEY,       -- from the file, else made from the name
    name            VARCHAR NOT NULL,          -- shown name
    description     VARCHAR,                   -- what the brand sells and to whom
    category        VARCHAR,                   -- category as given
    country         VARCHAR,                   -- ISO 3166 alpha-2 of the market
    keywords        VARCHAR[],                 -- words the brand wants to be matched by
    hashtags        VARCHAR[],                 -- lower case, without #
    followers_count BIGINT                     -- of the brand's own account, >= 0
);

CREATE TABLE ratings (
    brand_id          VARCHAR NOT NULL,        -- brands.brand_id
    influencer_id     VARCHAR NOT NULL,        -- influencers.influencer_id
    points            DOUBLE,                  -- rule points ("Puntos"); as given, else the sum of the four parts
    category_points   DOUBLE,                  -- 10 when the categories are the same, else 0
    country_points    DOUBLE,                  -- 5 when the audience country is the brand's country, else 0
    hashtag_points    DOUBLE,                  -- 1 when a hashtag is shared, else 0
    engagement_points DOUBLE,                  -- engagement rate in per cent; NULL when it is not known
    PRIMARY KEY (brand_id, influencer_id)
);

CREATE TABLE collaborations (
    collaboration_id VARCHAR PRIMARY KEY,      -- id from the file, else a number
    brand_id         VARCHAR NOT NULL,         -- brands.brand_id
    influencer_id    VARCHAR NOT NULL,         -- influencers.influencer_id
    started_on       DATE,                     -- first day of the collaboration
    price            DOUBLE,                   -- EUR paid, >= 0
    post_id          VARCHAR                   -- posts.post_id of the sponsored post, when known
);

CREATE TABLE interactions (
    brand_id      VARCHAR NOT NULL,            -- brands.brand_id
    influencer_id VARCHAR NOT NULL,            -- influencers.influencer_id
    kind          VARCHAR NOT NULL,            -- view | info | contact | campaign | collaboration, what somebody at the brand did
    happened_at   TIMESTAMP NOT NULL,          -- UTC
    PRIMARY KEY (brand_id, influencer_id, kind, happened_at)
);

CREATE TABLE rejected_rows (
    source_file VARCHAR NOT NULL,              -- file name as given by the user
    line_number BIGINT,                        -- 1-based line (CSV) or row (Parquet) in that file; NULL when unknown
    table_name  VARCHAR NOT NULL,              -- table the row was meant for
    reason      VARCHAR NOT NULL,              -- what was expected and what was found
    raw         VARCHAR                        -- the row as text, cut at 500 characters
);

CREATE TABLE data_gaps (
    capability     VARCHAR PRIMARY KEY,        -- what could not be computed, for example 'Growth'
    affected_count BIGINT NOT NULL,            -- creators (or brands) without it
    total_count    BIGINT NOT NULL,            -- of how many
    reason         VARCHAR NOT NULL,           -- what is missing in the data given
    remedy         VARCHAR NOT NULL            -- what to add, in words
);

-- ──────────────────────────── derived ────────────────────────────
CREATE TABLE profile_stats (
    influencer_id         VARCHAR PRIMARY KEY, -- influencers.influencer_id
    tier                  VARCHAR,             -- nano | micro | mid | macro | mega | below nano; NULL without followers
    engagement_rate       DOUBLE,              -- (avg_likes + avg_comments) / followers_count, a fraction; authentic_engagement stands in when neither is given; NULL when unknown
    engagement_percentile DOUBLE,              -- 0-1 within peers; 1 is the highest rate
    peer_group            VARCHAR,             -- 'micro · Travel & hiking' or 'micro' when the niche has under 20 of the tier
    peer_count            BIGINT,              -- creators in that peer group with a known rate
    growth_fraction       DOUBLE,              -- (last - first) / first of the follower history; NULL under 2 counts
    first_day             DATE,                -- first day of the history
    last_day              DATE,                -- last day of the history
    days_known            BIGINT,              -- counts in the history
    sparkline             BIGINT[],            -- up to 30 evenly spaced counts, oldest first
    posts_stored          BIGINT NOT NULL,     -- posts in this store
    sponsored_count       BIGINT NOT NULL,     -- of them marked sponsored
    last_posted_at        TIMESTAMP            -- newest post in this store
);

CREATE TABLE niches (
    niche_id               INTEGER PRIMARY KEY, -- 0-based; ordered by size, 0 is the largest
    name                   VARCHAR NOT NULL,    -- readable name made of the keywords, or the given category
    keywords               VARCHAR[] NOT NULL,  -- 2-3 class-TF-IDF words, best first
    creators_count         BIGINT NOT NULL,     -- creators assigned
    median_followers       DOUBLE,              -- median followers_count
    median_engagement_rate DOUBLE,              -- median fraction
    median_post_price      DOUBLE,              -- median EUR
    median_growth_fraction DOUBLE,              -- median of profile_stats.growth_fraction
    top_category           VARCHAR,             -- most frequent given category; NULL when none is given
    top_category_share     DOUBLE,              -- its share among creators of the niche with a category, 0-1
    model_version          VARCHAR NOT NULL     -- encoder + clustering + seed, or 'given categories' where texts show no niches
);

CREATE TABLE influencer_niches (
    influencer_id   VARCHAR PRIMARY KEY,        -- influencers.influencer_id; creators without any text are absent
    niche_id        INTEGER NOT NULL,           -- niches.niche_id
    confidence      DOUBLE NOT NULL,            -- margin 0-1: 0 on the border of two niches, 1 at a centre; 1 for a given category
    second_niche_id INTEGER,                    -- next nearest niche; NULL when there is one niche
    model_version   VARCHAR NOT NULL
);

CREATE TABLE influencer_map (
    influencer_id VARCHAR PRIMARY KEY,          -- influencers.influencer_id
    x             DOUBLE NOT NULL,              -- position without unit; near means similar text
    y             DOUBLE NOT NULL
);

CREATE TABLE niche_selection (
    k          INTEGER PRIMARY KEY,             -- number of niches tried
    silhouette DOUBLE NOT NULL,                 -- mean cosine silhouette, -1 to 1
    stability  DOUBLE NOT NULL,                 -- mean adjusted Rand index of groups found on random halves, up to 1
    chosen     BOOLEAN NOT NULL                 -- the k that was used
);

CREATE TABLE topics (
    topic_id       INTEGER PRIMARY KEY,         -- 0-based; column of influencer_topics.npy and brand_topics.npy
    words          VARCHAR[] NOT NULL,          -- 8 words with the largest share of the topic, largest first
    creators_count BIGINT NOT NULL,             -- creators of which it has the largest share
    brands_count   BIGINT NOT NULL,             -- brands of which it has the largest share
    creators_share DOUBLE,                      -- mean share over creators with text, 0-1; NULL without any
    brands_share   DOUBLE,                      -- mean share over brands with text, 0-1; NULL without any
    model_version  VARCHAR NOT NULL
);

CREATE TABLE creator_topics (
    influencer_id VARCHAR NOT NULL,             -- influencers.influencer_id; creators without text are absent
    topic_id      INTEGER NOT NULL,             -- topics.topic_id
    share         DOUBLE NOT NULL,              -- of the creator's words, 0.1-1; smaller shares have no row
    PRIMARY KEY (influencer_id, topic_id)
);

CREATE TABLE brand_topics (
    brand_id VARCHAR NOT NULL,                  -- brands.brand_id; brands without text are absent
    topic_id INTEGER NOT NULL,                  -- topics.topic_id
    share    DOUBLE NOT NULL,                   -- of the brand's words, 0.1-1; smaller shares have no row
    PRIMARY KEY (brand_id, topic_id)
);

CREATE TABLE creator_objects (
    influencer_id VARCHAR NOT NULL,             -- influencers.influencer_id; creators without a known object are absent
    place         INTEGER NOT NULL,             -- 1 is the likeliest; at most 5 are kept
    object        VARCHAR NOT NULL,             -- ImageNet class
    probability   DOUBLE NOT NULL,              -- mean over the creator's pictures, 0-1; below 0.1 in a picture counts 0
    PRIMARY KEY (influencer_id, place)
);

CREATE TABLE concepts (
    concept        VARCHAR PRIMARY KEY,         -- as people read it; what it is a kind of follows in brackets where two would be alike
    kind           VARCHAR NOT NULL,            -- noun (a meaning of WordNet 3.1, or one of words.toml) | word (outside of it, as it is written)
    creators_count BIGINT NOT NULL,             -- creators with it, a rare word counting for the concept that it is a kind of
    brands_count   BIGINT NOT NULL,             -- brands with it
    rarity         DOUBLE NOT NULL,             -- weight of a use, 0-1: 1 for one account, less the more accounts use it
    model_version  VARCHAR NOT NULL
);

CREATE TABLE concept_links (
    concept       VARCHAR NOT NULL,             -- concepts.concept
    other_concept VARCHAR NOT NULL,             -- concepts.concept; each pair stands once for each kind
    kind          VARCHAR NOT NULL,             -- co-use (of the same accounts) | related (in meaning) | mention (between creators; never of or by a brand)
    weight        DOUBLE NOT NULL,              -- 0-1: normalised pointwise mutual information; cosine of meanings for related
    PRIMARY KEY (concept, other_concept, kind)
);

CREATE TABLE creator_concepts (
    influencer_id VARCHAR NOT NULL,             -- influencers.influencer_id; creators without a concept are absent
    place         INTEGER NOT NULL,             -- 1 is the heaviest; at most 12 are kept
    concept       VARCHAR NOT NULL,             -- concepts.concept
    weight        DOUBLE NOT NULL,              -- 0-1, share of the weight of all concepts of the creator
    PRIMARY KEY (influencer_id, place)
);

CREATE TABLE brand_concepts (
    brand_id VARCHAR NOT NULL,                  -- brands.brand_id; brands without a concept are absent
    place    INTEGER NOT NULL,                  -- 1 is the heaviest; at most 12 are kept
    concept  VARCHAR NOT NULL,                  -- concepts.concept
    weight   DOUBLE NOT NULL,                   -- 0-1, share of the weight of all concepts of the brand
    PRIMARY KEY (brand_id, place)
);

CREATE TABLE caution (
    influencer_id      VARCHAR PRIMARY KEY,     -- influencers.influencer_id
    caution_score      INTEGER,                 -- 0-100, higher is more unusual; NULL when not enough data
    spike_count        INTEGER,                 -- days whose change is above the threshold; NULL under 3 counts
    spike_points       INTEGER,                 -- part of the score, 0-50
    engagement_points  INTEGER,                 -- part of the score, 0-40; NULL when the rate is unknown
    growth_points      INTEGER,                 -- part of the score, 0-30; NULL when the growth is unknown
    engagement_percent DOUBLE,                  -- profile_stats.engagement_rate x 100
    growth_percent     DOUBLE,                  -- (last - first) / first x 100 over the window
    mean_daily_change  DOUBLE,                  -- followers a day, mean of first differences
    sd_daily_change    DOUBLE,                  -- followers a day, population standard deviation
    spike_threshold    DOUBLE,                  -- mean + 2 sd, followers a day
    first_day          DATE,                    -- data window
    last_day           DATE,                    -- data window, the as-of date of the score
    days_known         INTEGER NOT NULL,        -- counts known in the window
    status             VARCHAR NOT NULL,        -- 'complete' | 'partial' (a part is unknown and counts 0) | 'not enough data'
    reasons            VARCHAR[] NOT NULL,      -- in words, most weighty first
    red_flags          VARCHAR[] NOT NULL,      -- '3 or more spikes' ..., may be empty
    model_version      VARCHAR NOT NULL
);

CREATE TABLE growth_events (
    influencer_id VARCHAR NOT NULL,             -- influencers.influencer_id
    day           DATE NOT NULL,                -- day of the count after the change
    change_count  BIGINT NOT NULL,              -- followers gained since the count before
    threshold     DOUBLE NOT NULL,              -- what the change had to exceed, followers a day
    kind          VARCHAR NOT NULL,             -- 'spike' (mean + 2 sd)
    PRIMARY KEY (influencer_id, day, kind)
);

CREATE TABLE growth_evidence (
    influencer_id            VARCHAR PRIMARY KEY, -- influencers.influencer_id
    purchased_probability    DOUBLE,            -- 0-1, calibrated, that followers were bought; NULL under 14 known steps
    authenticity_index       INTEGER,           -- 0-100, higher is better: weighted mean of the parts that are known; NULL when not enough data
    confidence               VARCHAR NOT NULL,  -- high | medium | low | not enough data
    pattern                  VARCHAR NOT NULL,  -- step | step_decay | staircase | drip | viral | rise | spike | drop | seesaw | organic (nothing stands out) | unknown
    pattern_first_day        DATE,              -- of the most telling event; NULL for organic and unknown
    pattern_last_day         DATE,
    pattern_peak_day         DATE,              -- growth_patterns.peak_day of that event
    pattern_excess_count     BIGINT,            -- growth_patterns.peak_count of that event
    retained_7               DOUBLE,            -- share of the gain at its peak that is left 7 days after the peak; NULL when the history ends before; can be below 0 or above 1
    retained_30              DOUBLE,            -- the same 30 days after the peak
    growth_part              DOUBLE,            -- part of the index, 0-100: 100 x (1 - purchased_probability)
    engagement_part          DOUBLE,            -- part of the index, 0-100: 100 from the median of accounts like it on; NULL when unknown
    followers_part           DOUBLE,            -- part of the index, 0-100: 100 up to the median of what other figures suggest; NULL when unknown
    expected_engagement_rate DOUBLE,            -- of accounts of this size, platform and niche, a fraction
    expected_followers_count DOUBLE,            -- suggested by likes, comments, views, posts and following
    events_count             INTEGER NOT NULL,  -- rows of growth_patterns
    platform_group           VARCHAR NOT NULL,  -- cohort: platform, '' when unknown
    size_group               INTEGER NOT NULL,  -- cohort: fifth by size within the platform, 0 the smallest, -1 unknown
    step_days                INTEGER NOT NULL,  -- usual distance of the counts: 1 daily, 7 weekly
    first_day                DATE,              -- data window
    last_day                 DATE,              -- data window, the as-of date of the evidence
    days_known               INTEGER NOT NULL,  -- counts in the history
    reasons_for              VARCHAR[] NOT NULL, -- signs of bought growth, strongest first
    reasons_for_weights      DOUBLE[],          -- share, 0-1, of each in the model's total absolute contribution
    reasons_against          VARCHAR[] NOT NULL, -- signs against it, strongest first
    reasons_against_weights  DOUBLE[],          -- the same
    model_version            VARCHAR NOT NULL
);

CREATE TABLE growth_patterns (
    influencer_id       VARCHAR NOT NULL,       -- influencers.influencer_id
    event_number        INTEGER NOT NULL,       -- 1 is the most telling
    kind                VARCHAR NOT NULL,       -- step | step_decay | staircase | drip | viral | rise | spike | drop | seesaw
    first_day           DATE NOT NULL,          -- day of the first count that shows it
    last_day            DATE NOT NULL,
    peak_day            DATE,                   -- from first_day to last_day, where the gain beyond the usual is largest (the loss, of a drop)
    peak_count          BIGINT,                 -- that gain in followers, peers' movement and usual growth subtracted; negative for a loss
    change_count        BIGINT NOT NULL,        -- followers gained from first_day to peak_day, negative when lost
    expected_low_count  DOUBLE,                 -- usual range of the change over as many days, 80% of them
    expected_high_count DOUBLE,
    excess_count        BIGINT NOT NULL,        -- change_count beyond the middle of that range: peak_count
    size_fraction       DOUBLE NOT NULL,        -- excess over the followers before
    strength            DOUBLE NOT NULL,        -- log-likelihood ratio over everyday movement; 0 for one that only the trained model sees
    retained_7          DOUBLE,                 -- as in growth_evidence
    retained_30         DOUBLE,
    posts_before        INTEGER,                -- posts on the first day and the two before; NULL when the stored posts do not cover these days
    post_reach          DOUBLE,                 -- largest likes + comments among them over the creator's median post
    engagement_change   DOUBLE,                 -- of posts in the 21 days after over the 21 before, minus 1; NULL when unknown
    collaborations_near INTEGER,                -- begun in the week before; NULL when none are known at all
    cohort_fraction     DOUBLE,                 -- median change of comparable accounts over the same days
    reasons_for         VARCHAR[] NOT NULL,     -- signs of bought growth
    reasons_against     VARCHAR[] NOT NULL,     -- signs against it
    PRIMARY KEY (influencer_id, event_number)
);

CREATE TABLE cohort_growth (
    platform        VARCHAR NOT NULL,           -- '' is all platforms
    size_group      INTEGER NOT NULL,           -- fifth by size within the platform, -1 all sizes
    step_days       INTEGER NOT NULL,           -- 1 daily counts, 7 weekly
    day             DATE NOT NULL,              -- of the count after the change
    median_fraction DOUBLE NOT NULL,            -- median relative change of the accounts
    members_count   BIGINT NOT NULL,            -- accounts with a known change, at least 20
    extra_spread    DOUBLE,                     -- units of noise by which accounts of the platform differ more than on usual days; NULL for one size alone
    PRIMARY KEY (platform, size_group, step_days, day)
);

-- Growth added to creators of this data whose growth was not worth checking; see docs/methods/growth_evidence.md.
CREATE TABLE growth_trials (
    kind            VARCHAR NOT NULL,           -- step | step_decay | staircase | drip (deliveries), viral | rise (honest growth)
    size_fraction   DOUBLE NOT NULL,            -- followers added over the followers before
    is_delivery     BOOLEAN NOT NULL,           -- true: marked is a hit; false: marked is a false alarm
    creators_count  INTEGER NOT NULL,           -- creators that got such growth
    marked_count    INTEGER NOT NULL,           -- of them worth checking afterwards
    named_count     INTEGER NOT NULL,           -- of those marked, with this kind named
    first_day_error DOUBLE,                     -- median distance in days of the first day named; NULL when none was
    PRIMARY KEY (kind, size_fraction)
);

CREATE TABLE brand_matches (
    brand_id         VARCHAR NOT NULL,          -- brands.brand_id
    influencer_id    VARCHAR NOT NULL,          -- influencers.influencer_id
    match_rank       INTEGER NOT NULL,          -- 1 is best, by fit
    similarity_score DOUBLE NOT NULL,           -- cosine x 100 of the plain text vectors, -100 to 100; does not rank
    match_label      VARCHAR NOT NULL,          -- excellent (> 70) | good (60 to 70) | moderate (50 to < 60) | weak (< 50)
    percentile       DOUBLE NOT NULL,           -- of the fit, 0-1 among all creators for this brand; 1 is the best
    shared_words     VARCHAR[] NOT NULL,        -- words that both texts use, rarest first
    model_version    VARCHAR NOT NULL,
    fit_score        DOUBLE,                    -- 0-100: cosine of topics and niches, what the language shares subtracted; NULL in builds of earlier versions
    PRIMARY KEY (brand_id, match_rank)
);

CREATE TABLE price_estimates (
    influencer_id VARCHAR NOT NULL,            -- influencers.influencer_id; absent without followers, in a tier without prices and for a size far from all priced creators
    format        VARCHAR NOT NULL,            -- post | story
    price         DOUBLE NOT NULL,             -- EUR, estimate; of one that lists the price, by a model that has not seen it
    price_low     DOUBLE NOT NULL,             -- 80% range, measured by tier on creators kept aside
    price_high    DOUBLE NOT NULL,
    is_widened    BOOLEAN NOT NULL,            -- the range is a 95% range over all tiers: few prices in the tier, none on the platform, or a size just beyond those priced
    basis         VARCHAR NOT NULL,            -- 'similar creators' | 'other format' (its listed price times the usual ratio)
    peers_count   INTEGER NOT NULL,            -- listed prices that the range was measured on: of the tier, or with both formats
    model_version VARCHAR NOT NULL,
    PRIMARY KEY (influencer_id, format)
);

CREATE TABLE metrics (
    model         VARCHAR NOT NULL,             -- 'niches', 'matching', ...
    metric        VARCHAR NOT NULL,             -- 'nmi', 'purity', ...
    value         DOUBLE,                       -- NULL when it could not be measured
    note          VARCHAR NOT NULL,             -- on what it was measured, in words
    PRIMARY KEY (model, metric)
);

CREATE TABLE recommendations (
    brand_id          VARCHAR NOT NULL,         -- brands.brand_id
    influencer_id     VARCHAR NOT NULL,         -- influencers.influencer_id; one the brand has no interaction with
    recommended_rank  INTEGER NOT NULL,         -- 1 is best
    score             DOUBLE NOT NULL,          -- 0-100 within the brand: 100 its best creator, 0 its median one
    trained_part       DOUBLE,                   -- what brands did, in standard deviations over all creators; NULL when nothing was learned
    semantic_part     DOUBLE,                   -- similarity of the texts, in standard deviations
    points_part       DOUBLE,                   -- rule points, in standard deviations
    model_version     VARCHAR NOT NULL,
    PRIMARY KEY (brand_id, recommended_rank)
);

CREATE TABLE recommender_quality (
    brand_group   VARCHAR NOT NULL,             -- 'known' (time split) | 'new' (brands left out altogether)
    way           VARCHAR NOT NULL,             -- 'LightFM', 'Joined', 'Most chosen', ...
    metric        VARCHAR NOT NULL,             -- ndcg_at_10, precision_at_10, recall_at_10, mrr, auc, coverage, popularity, gini, tier_nano ...
    mean_value    DOUBLE,                       -- mean over the runs; NULL when it cannot be computed
    sd_value      DOUBLE,                       -- standard deviation over the runs; 0 with one run
    runs_count    INTEGER NOT NULL,             -- seeds
    brands_count  INTEGER NOT NULL,             -- brands judged in a run, mean
    PRIMARY KEY (brand_group, way, metric)
);

CREATE TABLE rankings (
    brand_id            VARCHAR NOT NULL,       -- brands.brand_id
    influencer_id       VARCHAR NOT NULL,       -- influencers.influencer_id; one that has not worked with the brand
    place               INTEGER NOT NULL,       -- 1 is best
    score               DOUBLE NOT NULL,        -- of the order, higher is better; comparable within a brand
    collaboration_score DOUBLE NOT NULL,        -- what collaborations teach, in standard deviations
    fit_score           DOUBLE NOT NULL,        -- cosine of topics and niches x 100, as brand_matches.fit_score
    match_order         VARCHAR NOT NULL,       -- 'best' (collaborations and fit joined) or, where that did no better for brands kept aside, 'posts' (fit alone)
    model_version       VARCHAR NOT NULL,
    PRIMARY KEY (brand_id, place)
);

CREATE TABLE ranking_quality (
    way           VARCHAR NOT NULL,             -- 'random', 'popularity', 'centred cosine', 'whitened cosine', 'fit', 'ranker', 'ranker and fit'
    metric        VARCHAR NOT NULL,             -- AUC, cAUC, R@10, R@50, MRR, MAP, MedR (rank of the first partner, median)
    mean_value    DOUBLE,                       -- mean over brands kept aside and deals; NULL when it cannot be computed
    sd_value      DOUBLE,                       -- standard deviation over the deals; NULL with one
    deals_count   INTEGER NOT NULL,             -- times the brands were dealt into folds
    brands_count  INTEGER NOT NULL,             -- brands kept aside in turn
    PRIMARY KEY (way, metric)
);

CREATE TABLE creator_profiles (
    influencer_id       VARCHAR PRIMARY KEY,    -- influencers.influencer_id; creators without a readable post are absent
    category            VARCHAR NOT NULL,       -- most probable of the given categories, by all posts
    probability         DOUBLE NOT NULL,        -- of that category, 0-1, calibrated
    second_category     VARCHAR NOT NULL,       -- next most probable
    second_probability  DOUBLE NOT NULL,        -- 0-1
    given_category      VARCHAR,                -- influencers.category; NULL when none is given
    text_category       VARCHAR,                -- by captions and hashtags alone; NULL without any
    text_probability    DOUBLE,                 -- 0-1
    picture_category    VARCHAR,                -- by pictures alone; NULL without any
    picture_probability DOUBLE,                 -- 0-1
    picture_share       DOUBLE NOT NULL,        -- share of the weight, 0-1, of posts with a picture
    posts_read          BIGINT NOT NULL,        -- posts with text or picture that were read, the newest ones
    pictures_read       BIGINT NOT NULL,        -- of them with a picture
    is_out_of_fold      BOOLEAN NOT NULL,       -- a category is given, and the models that scored the creator had not seen it
    model_version       VARCHAR NOT NULL
);

CREATE TABLE profile_posts (
    influencer_id VARCHAR NOT NULL,             -- influencers.influencer_id
    place         INTEGER NOT NULL,             -- 1 is the post with most weight; at most 8 are kept
    post_id       VARCHAR NOT NULL,             -- posts.post_id
    weight        DOUBLE NOT NULL,              -- 0-1; the weights of all posts read of a creator add up to 1
    category      VARCHAR,                      -- what the post alone says; NULL when it says nothing
    probability   DOUBLE,                       -- of that category, 0-1
    has_picture   BOOLEAN NOT NULL,             -- a picture of the post was read
    PRIMARY KEY (influencer_id, place)
);

-- ─────────────────────────── what the posts say ───────────────────────────
CREATE TABLE post_texts (
    post_id           VARCHAR PRIMARY KEY,      -- posts.post_id
    influencer_id     VARCHAR NOT NULL,         -- influencers.influencer_id
    language          VARCHAR,                  -- ISO 639-1 the caption was read in: given with the post, else recognised, else the creator's; NULL when unknown
    sentiment         DOUBLE,                   -- -1 negative to 1 positive; NULL when unknown
    sentiment_label   VARCHAR NOT NULL,         -- positive | neutral | negative | unknown
    sentiment_source  VARCHAR NOT NULL,         -- vader | language (not supported) | no words
    comments_read     INTEGER NOT NULL,         -- comments given whose tone is known
    comments_mean     DOUBLE,                   -- mean tone of them, -1 to 1; NULL without any
    is_disclosed      BOOLEAN NOT NULL,         -- the caption says that it is advertising
    disclosure_terms  VARCHAR[] NOT NULL,       -- by what, lower case without accents; may be empty
    safety_categories VARCHAR[] NOT NULL,       -- headings of the brand-safety list with a word in the caption; may be empty
    safety_words      VARCHAR[] NOT NULL        -- these words, lower case
);

CREATE TABLE post_entities (
    post_id       VARCHAR NOT NULL,             -- posts.post_id
    influencer_id VARCHAR NOT NULL,             -- influencers.influencer_id
    entity        VARCHAR NOT NULL,             -- name; of a brand as in the store, of a person the handle
    kind          VARCHAR NOT NULL,             -- brand | place | person
    source        VARCHAR NOT NULL,             -- store (given brands, creators mentioned) | places (ISO countries, GeoNames cities)
    PRIMARY KEY (post_id, entity, kind)
);

CREATE TABLE creator_texts (
    influencer_id     VARCHAR PRIMARY KEY,      -- influencers.influencer_id; creators without posts are absent
    posts_count       BIGINT NOT NULL,          -- posts read
    sentiment_count   BIGINT NOT NULL,          -- of them with a known sentiment
    sentiment_mean    DOUBLE,                   -- their mean, -1 to 1; NULL under 3
    positive_share    DOUBLE,                   -- 0-1 of those known; NULL under 3
    negative_share    DOUBLE,                   -- 0-1 of those known; NULL under 3
    comments_read     BIGINT NOT NULL,          -- comments given under the posts whose tone is known
    comments_mean     DOUBLE,                   -- mean tone of them, -1 to 1; NULL under 10
    disclosed_count   BIGINT NOT NULL,          -- posts whose caption says that they are advertising
    sponsored_count   BIGINT NOT NULL,          -- posts disclosed or marked by the source
    sponsored_ratio   DOUBLE,                   -- engagements of a sponsored post over those of an organic one, 1 is the same; NULL under 3 posts of either kind
    sponsored_low     DOUBLE,                   -- 90% interval
    sponsored_high    DOUBLE,
    safety_count      BIGINT NOT NULL,          -- posts with a word of the brand-safety list
    safety_categories VARCHAR[] NOT NULL,       -- headings, most posts first; may be empty
    safety_words      VARCHAR[] NOT NULL,       -- up to 8 of the words, most used first
    brands            VARCHAR[] NOT NULL,       -- up to 8 brands named, most posts first
    places            VARCHAR[] NOT NULL,       -- up to 8 places named
    people            VARCHAR[] NOT NULL,       -- up to 8 creators of the store mentioned, by handle
    model_version     VARCHAR NOT NULL
);

-- ──────────────────────────────── trends ────────────────────────────────
CREATE TABLE trends (
    kind           VARCHAR NOT NULL,            -- 'hashtag' | 'topic' (a niche the posts are about)
    item           VARCHAR NOT NULL,            -- hashtag without #, or the name of the topic
    direction      VARCHAR NOT NULL,            -- rising | falling | steady | too few (under the creators needed to tell)
    weekly_growth  DOUBLE,                      -- log change a week of the part of its posts that the mean active creator gives to it; NULL when too few
    growth_low     DOUBLE,                      -- 90% interval of weekly_growth
    growth_high    DOUBLE,
    q_value        DOUBLE,                      -- 0-1, expected share of false ones among those at least as certain (Benjamini-Hochberg)
    share_before   DOUBLE,                      -- 0-1, that part, mean of the first four weeks of the window; NULL when too few
    share_now      DOUBLE,                      -- 0-1, mean of the last four weeks
    weekly_shares  DOUBLE[],                    -- 0-1, that part, oldest week first; NULL when too few
    first_seen     DATE NOT NULL,               -- first use in the store
    is_new         BOOLEAN NOT NULL,            -- not seen before the second half of the window
    creators_count BIGINT NOT NULL,             -- creators who used it in the window
    posts_count    BIGINT NOT NULL,             -- posts with it in the window
    first_day      DATE NOT NULL,               -- data window
    last_day       DATE NOT NULL,
    model_version  VARCHAR NOT NULL,
    PRIMARY KEY (kind, item)
);

CREATE TABLE trend_weeks (
    kind            VARCHAR NOT NULL,           -- as in trends
    item            VARCHAR NOT NULL,           -- as in trends; only items with enough creators
    week            DATE NOT NULL,              -- first day; weeks count back from the newest post
    creators_count  BIGINT NOT NULL,            -- creators who used it
    active_count    BIGINT NOT NULL,            -- creators who posted at all
    share           DOUBLE NOT NULL,            -- part of its posts of the week that the mean active creator gives to it, 0-1
    PRIMARY KEY (kind, item, week)
);

CREATE TABLE trend_riders (
    kind             VARCHAR NOT NULL,          -- as in trends
    item             VARCHAR NOT NULL,          -- as in trends; rising and falling ones only
    influencer_id    VARCHAR NOT NULL,          -- influencers.influencer_id
    posts_count      BIGINT NOT NULL,           -- posts with it
    first_use        DATE NOT NULL,             -- day of the first
    early_rank       BIGINT NOT NULL,           -- 1 used it first; same days share a rank
    engagement_ratio DOUBLE,                    -- median engagements of posts with it over the creator's others; NULL when unknown
    PRIMARY KEY (kind, item, influencer_id)
);

-- ──────────────────────────────── influence ────────────────────────────────
CREATE TABLE influence (
    influencer_id   VARCHAR PRIMARY KEY,        -- influencers.influencer_id; absent when neither followers nor reactions are known
    influence_score DOUBLE NOT NULL,            -- 0-100: mean probability in % of drawing more reactions a post than a random creator of the store
    influence_low   DOUBLE NOT NULL,            -- 80% interval, people trained on drawn again, 0-100
    influence_high  DOUBLE NOT NULL,
    strength        DOUBLE NOT NULL,            -- log odds over the mean creator; P(A over B) = 1 / (1 + exp(strength of B - strength of A))
    strength_draws  FLOAT[] NOT NULL,           -- the same by each model of the bootstrap over people; their differences give a pair's interval
    feature_values  DOUBLE[] NOT NULL,          -- in the order of influence_features; NULL when unknown
    parts           DOUBLE[] NOT NULL,          -- log odds that each feature adds over the mean creator; they add up to the strength
    influence_rank  BIGINT NOT NULL,            -- 1 is the highest strength
    reasons         VARCHAR[] NOT NULL,         -- what raises or lowers it most, in words
    first_day       DATE NOT NULL,              -- data window of the features
    as_of_day       DATE NOT NULL,
    model_version   VARCHAR NOT NULL
);

CREATE TABLE influence_features (
    place           INTEGER PRIMARY KEY,        -- position in influence.parts, 0-based
    name            VARCHAR NOT NULL,           -- 'followers_count', ...
    words           VARCHAR NOT NULL,           -- as a reader calls it
    weight          DOUBLE NOT NULL             -- share of all movement of the strengths, 0-1; mean of |part| over the sum of all
);

-- ──────────────────────────────── momentum ────────────────────────────────
CREATE TABLE momentum (
    influencer_id           VARCHAR PRIMARY KEY, -- influencers.influencer_id
    momentum_score          DOUBLE,             -- 0-100: 50 moves as comparable accounts do, 75 one usual spread above, 90 four; NULL when not enough data
    momentum_rank           INTEGER,            -- 1 is best; NULL without a score
    percentile              DOUBLE,             -- 0-1 among creators with a score, 1 is best
    weekly_growth           DOUBLE,             -- robust followers growth a week over the last 28 days, a fraction; bought followers and a single step that is all the movement taken out
    peer_growth             DOUBLE,             -- the same of comparable accounts: platform, size, then niche; NULL with under twenty accounts
    growth_beyond           DOUBLE,             -- growth a week beyond them, a fraction; a gain counts less the more it looks bought
    acceleration            DOUBLE,             -- growth beyond peers a week of the last 14 days less that of the 42 before, a fraction
    engagement_trend        DOUBLE,             -- change a week of the reactions to a post beside that of all, a fraction; NULL under 5 posts
    posts_a_week            DOUBLE,             -- of the last 28 days, >= 0
    posts_a_week_before     DOUBLE,             -- of the days before; NULL when the posts do not reach back 8 weeks
    cadence_change          DOUBLE,             -- posts_a_week over the one before, less 1, drawn towards 0 when there are few
    topic_growth            DOUBLE,             -- mean trends.weekly_growth of the hashtags used in the last 28 days, log change a week; NULL when unknown
    mentions                DOUBLE,             -- larger accounts of the store that named the creator in the last 60 days; NULL when no post names anybody
    growth_beyond_points    DOUBLE,             -- points of the score, all parts add up to the score less 50; NULL when the part is unknown
    acceleration_points     DOUBLE,
    engagement_trend_points DOUBLE,
    cadence_change_points   DOUBLE,
    topic_growth_points     DOUBLE,
    mentions_points         DOUBLE,
    confidence              VARCHAR NOT NULL,   -- high | medium | low | not enough data
    first_day               DATE,               -- data window: at most 120 days up to the last day of the store
    last_day                DATE,
    reasons_for             VARCHAR[] NOT NULL, -- signs of a rise, strongest first
    reasons_against         VARCHAR[] NOT NULL, -- signs against it
    model_version           VARCHAR NOT NULL
);

CREATE TABLE forecasts (
    influencer_id      VARCHAR NOT NULL,        -- influencers.influencer_id; creators without enough counts are absent
    horizon_days       INTEGER NOT NULL,        -- from from_day on: 30 | 90
    from_day           DATE NOT NULL,           -- last day of the store's histories
    followers_now      BIGINT NOT NULL,         -- count on from_day, at most 14 days old
    followers_forecast BIGINT NOT NULL,         -- damped robust trend; a platform's clean-up is not foreseen
    followers_low      BIGINT NOT NULL,         -- 80% interval by errors of earlier forecasts in this store
    followers_high     BIGINT NOT NULL,
    next_tier          VARCHAR,                 -- tier above; NULL in the highest
    pass_probability   DOUBLE,                  -- 0-1, of at least its minimum on the last day of the horizon; NULL in the highest
    is_tested          BOOLEAN NOT NULL,        -- the histories are long enough for errors over the whole horizon
    tested_days        INTEGER NOT NULL,        -- longest horizon that was tested; beyond it the interval is widened; 0 none, errors are those of demo data
    model_version      VARCHAR NOT NULL,
    PRIMARY KEY (influencer_id, horizon_days)
);

-- What pages filter and sort by, copied from the tables of its columns: a join of all creators takes seconds at a million.
CREATE TABLE creator_facts (
    influencer_id         VARCHAR NOT NULL,     -- influencers.influencer_id
    handle                VARCHAR NOT NULL,     -- influencers.handle
    platform              VARCHAR NOT NULL,     -- influencers.platform
    followers_count       BIGINT,               -- influencers.followers_count
    tier                  VARCHAR,              -- profile_stats.tier
    engagement_rate       DOUBLE,               -- profile_stats.engagement_rate
    growth_fraction       DOUBLE,               -- profile_stats.growth_fraction
    first_day             DATE,                 -- profile_stats.first_day
    last_day              DATE,                 -- profile_stats.last_day
    niche_id              INTEGER,              -- influencer_niches.niche_id; NULL without a niche
    caution_score         INTEGER,              -- caution.caution_score
    spike_count           INTEGER,              -- caution.spike_count
    purchased_probability DOUBLE,               -- growth_evidence.purchased_probability
    authenticity_index    INTEGER,              -- growth_evidence.authenticity_index
    pattern               VARCHAR,              -- growth_evidence.pattern; NULL without evidence
    pattern_excess_count  BIGINT,               -- growth_evidence.pattern_excess_count
    events_count          INTEGER,              -- growth_evidence.events_count; NULL without evidence
    momentum_score        DOUBLE,               -- momentum.momentum_score
    momentum_rank         INTEGER,              -- momentum.momentum_rank
    growth_beyond         DOUBLE,               -- momentum.growth_beyond
    acceleration          DOUBLE,               -- momentum.acceleration
    momentum_confidence   VARCHAR,              -- momentum.confidence; NULL without a row there
    momentum_first_day    DATE,                 -- momentum.first_day
    momentum_last_day     DATE,                 -- momentum.last_day
    posts_a_week          DOUBLE,               -- momentum.posts_a_week
    pass_probability      DOUBLE                -- forecasts.pass_probability, 30 days
);
