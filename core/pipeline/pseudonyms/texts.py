"""Texts with made-up names in place of those of creators, and without addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from core.domain.accounts import Account
from core.pipeline.pseudonyms.aliases import (
    WORD,
    Alias,
    Aliases,
    account_aliases,
    as_handle,
    name_aliases,
    normal,
    words_of,
)
from core.pipeline.pseudonyms.naming import Naming, Pseudonym
from core.workspace.mentions import REMOVED

_FEWEST_DIGITS = 9  # of a telephone number
_ENDINGS = (
    "com|net|org|info|biz|io|co|me|tv|ly|app|dev|shop|store|blog|bio|link|art|fit|eu|uk|us|ca|au|de"
    "|at|ch|fr|es|it|pt|pl|nl|be|se|no|dk|fi|cz|ie|br|mx|ar|in|jp|kr"
)
_PARTS = re.compile(
    r"(?P<mail>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"
    r"|(?P<link>(?:https?://|www\.)\S+"
    rf"|(?<![@#\w.\-])(?:[\w\-]+\.)+(?:{_ENDINGS})(?![\w@])(?:/\S*)?)"
    rf"|@(?P<mention>\.?{WORD})"
    rf"|[#\uff03](?P<hashtag>{WORD})"
    r"|(?P<phone>(?<!\w)\+?\(?\d[\d ()/.\-]{6,}\d(?!\w))"
    rf"|(?P<word>{WORD})",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


class Replacing:
    """Replaces who is named in texts of creators and brands."""

    def __init__(
        self,
        naming: Naming,
        creators: Sequence[Account],
        pseudonyms: Mapping[str, Pseudonym],
        brands: Mapping[str, tuple[str, str]],
    ) -> None:
        """Takes who is to be replaced.

        Args:
            pseudonyms: by influencer_id.
            brands: brand_id -> name and what replaces it; the same twice for a name that stays.
        """
        self._naming = naming
        self._handles: dict[tuple[str | None, str], str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        aliases: list[Alias] = []
        for creator in creators:
            new = pseudonyms[creator.influencer_id]
            for platform in (creator.platform, None):
                self._handles.setdefault((platform, normal(creator.handle)), new.handle)
            self._names[creator.influencer_id] = (creator.name.strip(), new.name)
            aliases += account_aliases(creator, new)
        for brand_id, (name, new_name) in brands.items():
            handle = "".join(words_of(name))
            if new_name == name:
                self._handles.setdefault((None, handle), handle)
                continue
            self._handles.setdefault((None, handle), as_handle(new_name))
            self._names[brand_id] = (name.strip(), new_name)
            aliases += name_aliases(name, new_name, brand_id)
        self._aliases = Aliases(aliases)

    def read(self, texts: Iterable[tuple[str, str]]) -> frozenset[str]:
        """Finds out which names are ordinary words, which stay in texts; returns those.

        Args:
            texts: writer (influencer_id or brand_id) and text; all of a writer in a row.
        """
        self._aliases.read((writer, _words(text)) for writer, text in texts)
        return frozenset(" ".join(words) for words in self._aliases.ordinary)

    def text(self, text: str, writer: str, platform: str | None) -> str:
        """The text of a writer with other names; addresses and telephone numbers become '…'."""
        name, new = self._names.get(writer, ("", ""))
        if len(name) > 1 and not name.isascii():
            # As it stands, for scripts that have no spaces between words.
            text = text.replace(name, new)
        matches = list(_PARTS.finditer(text))
        words = [normal(match["word"] or "") for match in matches]
        pieces, end, place = [], 0, 0
        while place < len(matches):
            match, last = matches[place], place
            if words[place]:
                alias = None
                if words[place] in self._aliases.starts:
                    alias = self._aliases.at(words, place, writer)
                if alias is None:
                    place += 1
                    continue
                replaced = alias.text
                last += len(alias.words) - 1
            else:
                replaced = self._part(match, platform, writer)
            pieces += [text[end : match.start()], replaced]
            end = matches[last].end()
            place = last + 1
        return "".join([*pieces, text[end:]])

    def mention(self, handle: str, platform: str | None) -> str:
        """What replaces a handle, without @."""
        for place in (platform, None):
            if (place, normal(handle)) in self._handles:
                return self._handles[place, normal(handle)]
        return self._naming.outsider(handle)

    def hashtag(self, hashtag: str, writer: str) -> str:
        """What replaces a hashtag, without #; itself when it names nobody."""
        word = normal(hashtag)
        alias = self._aliases.at([word], 0, writer)
        if alias is not None:
            return as_handle(alias.text)
        part = self._aliases.within(word, writer)
        if part is None:
            return hashtag
        alias, before, after = part
        return "_".join(piece for piece in (before, as_handle(alias.text), after) if piece)

    def _part(self, match: re.Match[str], platform: str | None, writer: str) -> str:
        if match["mention"]:
            return f"@{self.mention(match['mention'], platform)}"
        if match["hashtag"]:
            return f"#{self.hashtag(match['hashtag'], writer)}"
        if match["phone"] and len(_DIGIT.findall(match["phone"])) < _FEWEST_DIGITS:
            return match.group()
        return REMOVED


def _words(text: str) -> list[str]:
    """Words and hashtags of a text; '' for what is neither."""
    return [normal(match["word"] or match["hashtag"] or "") for match in _PARTS.finditer(text)]
