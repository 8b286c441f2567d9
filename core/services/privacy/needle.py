"""What names an account in texts and bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from core.domain.accounts import Account
from core.workspace.mentions import normal_handle

# 100 MB of numbers hold four given letters by chance, five hardly ever.
_DISTINCT_CHARACTERS = 5
_ID_CHARACTERS = 6
# Columns of stores and files whose values are handles.
_HANDLE_COLUMNS = frozenset({"handle", "username", "mentions", "people"})
# What makes a longer name of a handle: '.other' or '-other', but not the ending of a file.
_LONGER = r"(?!\.(?:csv|tsv|txt|json|xlsx|parquet|gz|zip|html|pptx|jpe?g|png|webp|gif)\b)[.\-]+\w"


class Needle:
    """What names an account: its handle in any case, and ids that nothing else looks like.

    Args:
        is_word: the handle is an ordinary word; in texts only '@handle' and '/handle' name the
            account then, in columns of handles the handle alone as well.
    """

    def __init__(self, accounts: Sequence[Account], *, is_word: bool = False) -> None:
        handles = {account.handle for account in accounts} | {
            normal_handle(account.handle) for account in accounts
        }
        ids = {account.influencer_id for account in accounts}
        # A short id such as '12' stands everywhere; as a whole value it is looked for in columns.
        long_ids = {one for one in ids if len(one) >= _ID_CHARACTERS}
        self.ids = sorted(ids)
        self.texts = sorted({text.lower() for text in handles | long_ids if text})
        self.byte_forms = sorted({form for text in self.texts for form in _forms(text)})
        self.longest = max((len(form) for form in self.byte_forms), default=0)
        self._word = _pattern(self.texts)
        self._word_in_texts = (
            _pattern([f"{sign}{text}" for text in self.texts for sign in "@/"])
            if is_word
            else self._word
        )
        self.is_distinct = all(len(text) >= _DISTINCT_CHARACTERS for text in self.texts)

    def count(self, content: bytes) -> int:
        """How often a spelling stands in bytes, letters in any case."""
        lowered = content.lower()
        return sum(lowered.count(form) for form in self.byte_forms)

    def is_in(self, text: str) -> bool:
        """Whether a text holds the letters at all, be it within a longer word."""
        lowered = text.lower()
        return any(one in lowered for one in self.texts)

    def is_named(self, text: str, column: str = "") -> bool:
        """Whether a text, of a column, holds the account as a word of its own, or as the value."""
        word = self._word if column in _HANDLE_COLUMNS else self._word_in_texts
        return text in self.ids or word.search(text) is not None


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words; a longer name such as 'handle.other' or 'my_handle' is somebody else's."""
    one_of = "|".join(re.escape(word) for word in words)
    return re.compile(
        rf"(?<![^\W_])(?<!\w[.\-_])(?:{one_of})(?!\w)(?!{_LONGER})" if words else r"(?!)",
        re.IGNORECASE,
    )


def _forms(text: str) -> Iterator[bytes]:
    """A lower-case text as files spell it: encodings, JSON, links; Latin letters in any case."""
    for spelled in {text, text.upper(), text.title()} if not text.isascii() else {text}:
        for form in (spelled, json.dumps(spelled)[1:-1], quote(spelled)):
            yield form.encode("utf-8", "replace").lower()
        yield spelled.encode("utf-16-le", "replace").lower()
