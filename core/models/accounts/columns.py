"""Which column of a table of profiles means what, by its header alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import ColumnError


@dataclass(frozen=True)
class Meaning:
    """What a column can say of a profile.

    Attributes:
        kind: 'count', 'share' (0-1), 'flag' (yes or no), 'text', 'id' or 'label'.
        words: for messages and the page.
        aliases: headers without case, spaces and punctuation; the key itself is one.
    """

    key: str
    kind: str
    words: str
    aliases: tuple[str, ...]


MEANINGS: tuple[Meaning, ...] = (
    Meaning(
        "is_fake",
        "label",
        "label (fake or real)",
        ("fake", "rating", "label", "class", "target", "isbot", "bot", "isfakeaccount",
         "fakeaccount", "accounttype"),
    ),
    Meaning("account_id", "id", "id", ("id", "userid", "profileid", "followerid", "pk")),
    Meaning(
        "username",
        "text",
        "user name",
        ("user", "handle", "screenname", "accountname", "login", "profilename"),
    ),
    Meaning("full_name", "text", "full name", ("name", "displayname", "userfullname")),
    Meaning("bio", "text", "profile text", ("biography", "userbiography", "description",
            "profiletext", "about", "signature")),
    Meaning(
        "followers_count",
        "count",
        "followers",
        ("followers", "follower", "followercount", "userfollowercount", "userfollowerscount",
         "numberoffollowers", "numfollowers", "nfollowers", "followedby", "edgefollowedby",
         "followedbycount", "subscribers", "subs"),
    ),
    Meaning(
        "following_count",
        "count",
        "accounts followed",
        ("following", "follows", "followings", "followees", "followscount", "followingscount",
         "userfollowingcount", "numberofpeopletheyfollow", "numberoffollowing",
         "numberoffollows", "numfollowing", "nfollowing", "edgefollow", "friends",
         "friendscount", "peopletheyfollow", "accountsfollowed"),
    ),
    Meaning(
        "posts_count",
        "count",
        "posts",
        ("posts", "post", "mediacount", "media", "usermediacount", "numberofposts", "numposts",
         "nposts", "numberofmedia", "statusescount", "videos", "videocount", "uploads"),
    ),
    Meaning(
        "has_profile_picture",
        "flag",
        "profile picture",
        ("profilepic", "profilepicture", "profileimage", "haspic", "hasprofilepic",
         "hasprofilpic", "userhasprofilpic", "userhasprofilepic", "userhasprofilepicture",
         "haspicture", "picture", "hasavatar", "avatar", "hasprofileimage", "profilephoto",
         "hasprofilephoto"),
    ),
    Meaning(
        "is_private",
        "flag",
        "private account",
        ("private", "privateaccount", "userisprivate", "isprivateaccount", "protected"),
    ),
    Meaning(
        "has_external_url",
        "flag",
        "link in the profile",
        ("externalurl", "hasurl", "hasexternallink", "externallink", "website",
         "haslink", "userexternalurl", "userhasexternalurl", "haswebsite"),
    ),
    Meaning(
        "bio_length",
        "count",
        "length of the profile text",
        ("descriptionlength", "biolength", "biographylength", "userbiographylength",
         "lengthbio", "lengthdescription", "lendesc", "lengthofdescription", "lengthofbio"),
    ),
    Meaning(
        "username_length",
        "count",
        "length of the user name",
        ("userlength", "lengthusername", "lengthofusername", "userusernamelength", "handlelength"),
    ),
    Meaning(
        "username_digits_count",
        "count",
        "digits in the user name",
        ("usernamedigitcount", "usernamedigits", "digitsinusername", "numusername",
         "usernamedigitscount", "numdigitsusername"),
    ),
    Meaning(
        "username_digits_share",
        "share",
        "share of digits in the user name",
        ("numslengthusername", "ratiodigitusername", "ratiodigitsusername",
         "digitratiousername", "usernamedigitratio", "usernamedigitsratio", "usernamedigitshare"),
    ),
    Meaning(
        "full_name_words",
        "count",
        "words in the full name",
        ("fullnamewords", "fullnamewordcount", "fullnamewordscount", "numwordsfullname"),
    ),
    Meaning(
        "full_name_digits_share",
        "share",
        "share of digits in the full name",
        ("numslengthfullname", "ratiodigitfullname", "ratiodigitsfullname",
         "fullnamedigitratio", "fullnamedigitshare"),
    ),
    Meaning(
        "name_is_username",
        "flag",
        "full name equal to the user name",
        ("nameusername", "nameequalsusername", "nameisusername", "fullnameisusername",
         "nameequsername"),
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Meaning] = {meaning.key: meaning for meaning in MEANINGS}
LABEL = "is_fake"
IDS = ("account_id", "username")
# Said of a profile, as opposed to the label and the id.
PROFILE = tuple(meaning.key for meaning in MEANINGS if meaning.kind not in ("id", "label"))


def bare(header: str) -> str:
    """A header without case, accents, spaces and punctuation: '#Posts' -> 'posts'."""
    text = unicodedata.normalize("NFKD", header.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in text if not unicodedata.combining(c)))


_ALIASES: Mapping[str, str] = {
    alias: meaning.key for meaning in MEANINGS for alias in (*meaning.aliases, bare(meaning.key))
}


def recognised(header: Sequence[str], shown_name: str) -> dict[str, int]:
    """Meaning -> number of the column that has it; columns with other names are left out.

    Raises:
        ColumnError: two columns mean the same, so that one would have to be guessed.
    """
    places: dict[str, int] = {}
    for index, name in enumerate(header):
        # Reading a table numbers headers that occur twice: 'posts', 'posts (2)'.
        key = _ALIASES.get(bare(re.sub(r" \(\d+\)$", "", name)))
        if key is None:
            continue
        if key in places:
            raise ColumnError(
                f"{shown_name}: expected one column for the {BY_KEY[key].words}, found "
                f"'{header[places[key]]}' and '{name}'. Remove or rename one of them."
            )
        places[key] = index
    return places
