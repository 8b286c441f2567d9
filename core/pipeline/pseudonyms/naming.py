"""Made-up names and ids, the same for the same account under the same key."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from core.domain.accounts import Account
from core.workspace.mentions import normal_handle

# Two words and a number, which nobody takes for a person, and which say nothing about a topic.
_COLOURS = (
    "auburn", "azure", "beige", "black", "blue", "bronze", "brown", "charcoal", "chestnut",
    "cobalt", "copper", "cream", "crimson", "cyan", "emerald", "golden", "green", "grey", "indigo",
    "khaki", "lilac", "lime", "magenta", "maroon", "mauve", "mint", "mustard", "navy", "ochre",
    "orange", "peach", "pink", "plum", "purple", "red", "russet", "sepia", "silver", "tan", "teal",
    "turquoise", "umber", "vermilion", "white", "yellow",
)  # fmt: skip
_BIRDS = (
    "albatross", "avocet", "bittern", "bunting", "buzzard", "condor", "cormorant", "crane", "crow",
    "cuckoo", "curlew", "dipper", "duck", "dunlin", "eagle", "egret", "eider", "falcon", "finch",
    "flamingo", "gannet", "goose", "grebe", "grouse", "gull", "harrier", "hawk", "heron", "hoopoe",
    "ibis", "jackdaw", "kestrel", "kite", "lapwing", "lark", "linnet", "magpie", "nightjar",
    "nuthatch", "oriole", "osprey", "owl", "oystercatcher", "parrot", "partridge", "pelican",
    "penguin", "petrel", "pigeon", "pipit", "plover", "puffin", "quail", "raven", "redstart",
    "rook", "sandpiper", "shrike", "skua", "skylark", "snipe", "sparrow", "starling", "stork",
    "swallow", "swan", "tern", "thrush", "toucan", "turnstone", "vulture", "wagtail", "warbler",
    "waxwing", "wheatear", "whimbrel", "woodpecker",
)  # fmt: skip
_NUMBERS = 10_000
_ID_LETTERS, _OUTSIDER_LETTERS = 20, 8


@dataclass(frozen=True)
class Pseudonym:
    """What an account is called in a copy.

    Attributes:
        influencer_id: 'creator-' and letters.
        handle: two words and a number, such as 'copper_heron_4172'; a hashtag as well.
        name: the same for people, 'Copper Heron 4172'.
    """

    influencer_id: str
    handle: str
    name: str


class Naming:
    """Names under one key; who has the key can name an account again, nobody else can."""

    def __init__(self, key: str) -> None:
        """Takes the key, a secret text."""
        self._key = key.encode()

    def identifier(self, kind: str, value: str) -> str:
        """The id that replaces an id: the kind, such as 'post', and letters."""
        return f"{kind}-{self._digest(kind, value)[:_ID_LETTERS]}"

    def outsider(self, handle: str) -> str:
        """What replaces a handle that is no creator's: 'someone_' and letters."""
        return f"someone_{self._digest('outsider', normal_handle(handle))[:_OUTSIDER_LETTERS]}"

    def creators(self, accounts: Iterable[Account]) -> dict[str, Pseudonym]:
        """Pseudonyms by influencer_id; no two handles are alike, and none is that of an account.

        An account has the same one in every copy, but for about one in a thousand of 100,000 whose
        pseudonym another one has already: that of the smaller id.
        """
        ordered = sorted(accounts, key=lambda account: account.influencer_id)
        taken = {normal_handle(account.handle) for account in ordered}
        found = {}
        for account in ordered:
            identity = f"{account.platform}:{normal_handle(account.handle)}"
            attempt = 0
            while (words := self._words(identity, attempt)) and "_".join(words).lower() in taken:
                attempt += 1
            handle = "_".join(words).lower()
            taken.add(handle)
            found[account.influencer_id] = Pseudonym(
                self.identifier("creator", account.influencer_id), handle, " ".join(words)
            )
        return found

    def brand(self, brand_id: str) -> str:
        """A made-up name of a brand, such as 'Teal Brand 0417'."""
        colour, _, number = self._words(f"brand:{brand_id}", 0)
        return f"{colour} Brand {number}"

    def _words(self, identity: str, attempt: int) -> tuple[str, str, str]:
        number = int(self._digest(f"name {attempt}", identity), 16)
        number, colour = divmod(number, len(_COLOURS))
        number, bird = divmod(number, len(_BIRDS))
        return _COLOURS[colour].title(), _BIRDS[bird].title(), f"{number % _NUMBERS:04d}"

    def _digest(self, kind: str, value: str) -> str:
        return hmac.new(
            self._key, f"{kind}\0{value}".encode("utf-8", "replace"), sha256
        ).hexdigest()
