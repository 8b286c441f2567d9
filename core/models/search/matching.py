"""Queries of the index for the words, phrases and hashtags that a person typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from core.models.search.query import SearchQuery
from core.models.search.text_index import ROW
from core.models.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    import tantivy

# Weights of a field: a name says who somebody is, a bio what they are about.
FIELD_WEIGHTS = {"who": 3.0, "bio": 1.5, "captions": 1.0, "tags": 1.2}
_STEM_WEIGHT, _CORRECTED_WEIGHT, _BEGUN_SCORE = 0.7, 0.6, 0.5
_PREFIX_FIELDS = ("who", "tags", "captions")


@dataclass(frozen=True)
class Wording:
    """One word of a query and what may stand for it.

    Attributes:
        typed: as typed, folded.
        begun: words that begin with it, for the last word while somebody types.
        joins: the word written together with its neighbour, as hashtags are.
        corrected: what it may have meant.
            halves: the two words that it runs together.
        is_common: a word such as 'and' beside others, which need not be there.
        is_unknown: no text of the index has it or anything that may stand for it.
    """

    typed: str
    begun: tuple[tuple[str, str], ...] = ()
    joins: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    halves: tuple[str, str] | None = None
    is_common: bool = False
    is_unknown: bool = False

    @property
    def likeliest(self) -> str:
        """The word as it was probably meant."""
        return self.corrected[0] if self.corrected else " ".join(self.halves or (self.typed,))

    @property
    def is_corrected(self) -> bool:
        """Whether it may have meant something else."""
        return bool(self.corrected or self.halves)


def wordings(query: SearchQuery, vocabulary: Vocabulary) -> list[Wording]:
    """The words of a query with their alternatives in the index."""
    neighbours = [first + second for first, second in pairwise(query.words)]
    known = [text if vocabulary.count(text) else "" for text in neighbours]
    common = [vocabulary.is_common(word) for word in query.words]
    result = []
    for place, word in enumerate(query.words):
        if common[place] and not all(common):
            result.append(Wording(word, is_common=True))
            continue
        is_open = query.is_open and place == len(query.words) - 1
        begun = tuple(
            (field, text)
            for field in (_PREFIX_FIELDS if is_open else ())
            for text in vocabulary.beginning_with(word, field)
        )
        joins = tuple(text for text in known[max(place - 1, 0) : place + 1] if text)
        corrected = () if begun or joins else tuple(vocabulary.corrections(word))
        is_unknown = not (begun or joins or corrected or vocabulary.count(word))
        halves = vocabulary.halves(word) if is_unknown else None
        result.append(
            Wording(word, begun, joins, corrected, halves, is_unknown=is_unknown and not halves)
        )
    return result


def tag_wordings(query: SearchQuery, vocabulary: Vocabulary) -> list[Wording]:
    """The hashtags of a query with their alternatives in the index."""
    return [
        Wording(
            tag,
            begun=tuple(("tags", text) for text in vocabulary.beginning_with(tag, "tags")),
            corrected=()
            if vocabulary.searcher.doc_freq("tags", tag)
            else tuple(vocabulary.corrections(tag, "tags")),
        )
        for tag in query.tags
    ]


@dataclass(frozen=True)
class Matching:
    """Makes queries of one index."""

    schema: tantivy.Schema
    vocabulary: Vocabulary

    def all_words(
        self,
        query: SearchQuery,
        forms: Sequence[Wording],
        tags: Sequence[Wording],
        *,
        with_corrections: bool,
    ) -> tantivy.Query:
        """Creators that hold every word, phrase and hashtag; common words only add to the score."""
        from tantivy import Occur, Query

        parts = [
            (Occur.Should if form.is_common else Occur.Must, self._word(form, with_corrections))
            for form in forms
        ]
        conditions = self._conditions(query, tags, with_corrections)
        return Query.boolean_query([*parts, *((Occur.Must, part) for part in conditions)])

    def some_words(
        self, query: SearchQuery, forms: Sequence[Wording], tags: Sequence[Wording]
    ) -> tantivy.Query:
        """Creators that hold half of the words or more, corrected ones too, and all conditions."""
        from tantivy import Occur, Query

        parts = [(Occur.Should, self._word(form, True)) for form in forms if not form.is_common]
        some = Query.boolean_query(parts, minimum_number_should_match=(len(parts) + 1) // 2)
        return _every([some, *self._conditions(query, tags, True)])

    def _conditions(
        self, query: SearchQuery, tags: Sequence[Wording], with_corrections: bool
    ) -> list[tantivy.Query]:
        """What must be there: each phrase, and each hashtag."""
        parts = [self._phrase(phrase) for phrase in query.phrases]
        return [*parts, *(self._tag(tag, with_corrections) for tag in tags)]

    def in_fields(
        self,
        query: SearchQuery,
        forms: Sequence[Wording],
        tags: Sequence[Wording],
        fields: Sequence[str],
        rows: Sequence[int],
    ) -> tantivy.Query:
        """Those of some creators that hold any word of the query in one of the fields."""
        from tantivy import Query

        forms = [form for form in forms if not form.is_common]
        texts = {text for form in forms for text in (form.typed, *form.joins, *form.corrected)}
        texts |= {text for form in forms for text in form.halves or ()}
        texts |= {text for form in forms for _, text in form.begun}
        if "captions" in fields:
            texts |= {text for phrase in query.phrases for text in phrase}
        if "stems" in fields:
            texts |= {text for form in forms for text in self.vocabulary.stems(form.typed)}
        parts = [part for field in fields for part in self._terms(field, sorted(texts))]
        if "tags" in fields:
            parts += [self._tag(tag, True) for tag in tags]
        among = Query.term_set_query(self.schema, ROW, list(rows))
        return _every([Query.const_score_query(among, 0.0), _any(parts)])

    def _terms(self, field: str, texts: Iterable[str]) -> list[tantivy.Query]:
        from tantivy import Query

        return [Query.term_query(self.schema, field, text) for text in texts]

    def _anywhere(self, text: str) -> tantivy.Query:
        from tantivy import Query

        parts = [
            Query.boost_query(Query.term_query(self.schema, field, text), weight)
            for field, weight in FIELD_WEIGHTS.items()
        ]
        stems = self._terms("stems", self.vocabulary.stems(text))
        return _any([*parts, Query.boost_query(_any(stems), _STEM_WEIGHT)])

    def _word(self, form: Wording, with_corrections: bool) -> tantivy.Query:
        from tantivy import Query

        parts = [self._anywhere(form.typed), *(self._anywhere(text) for text in form.joins)]
        # A constant: a rare word that begins so must not outweigh the word itself.
        begun = [Query.term_query(self.schema, field, text) for field, text in form.begun]
        parts += [Query.const_score_query(_any(begun), _BEGUN_SCORE)] if begun else []
        if with_corrections:
            other = [self._anywhere(text) for text in form.corrected]
            if form.halves:
                other.append(_every([self._anywhere(half) for half in form.halves]))
            parts += [Query.boost_query(part, _CORRECTED_WEIGHT) for part in other]
        return _any(parts)

    def _phrase(self, phrase: tuple[str, ...]) -> tantivy.Query:
        from tantivy import Query

        fields = ("who", "bio", "captions")
        if len(phrase) == 1:
            return _any([Query.term_query(self.schema, field, phrase[0]) for field in fields])
        return _any([Query.phrase_query(self.schema, field, list(phrase)) for field in fields])

    def _tag(self, tag: Wording, with_corrections: bool) -> tantivy.Query:
        from tantivy import Query

        begun = self._terms("tags", [text for _, text in tag.begun])
        parts = self._terms("tags", [tag.typed])
        parts += [Query.const_score_query(_any(begun), _BEGUN_SCORE)] if begun else []
        other = self._terms("tags", tag.corrected if with_corrections else ())
        return _any([*parts, *(Query.boost_query(part, _CORRECTED_WEIGHT) for part in other)])


def _any(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Should, part) for part in parts])


def _every(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Must, part) for part in parts])
