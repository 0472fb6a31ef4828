"""Reading texts and tables of texts."""

from __future__ import annotations

import datetime
import functools
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import Protocol

from dateline import _dateline
from dateline._dateline import TABLES, Table, Words, meet, settle, word_counts
from dateline._types import Coder, Reading, make


class Arrow(Protocol):
    """Anything that speaks Arrow's C stream interface: tables of pyarrow, data frames of polars and pandas."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Reader:
    """Reads with a lexicon of one's own. Without one, the functions of the module do.

    `lexicon` is a folder of files that are laid over the built-in ones, as for `dateline read --lexicon`.
    """

    def __init__(self, lexicon: str | os.PathLike[str] | None = None) -> None:
        files: dict[str, str] = {}
        if lexicon is not None:
            root = pathlib.Path(lexicon)
            if not root.is_dir():
                raise NotADirectoryError(f"no folder of lexicon files: {root}")
            for path in sorted(root.rglob("*")):
                if path.suffix in (".tsv", ".toml"):
                    files[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
        self._lexicon = lexicon
        self._inner = _dateline.Reader(files)

    def __reduce__(self) -> tuple[object, ...]:
        # A worker on another machine builds its own.
        return (Reader, (self._lexicon,))

    def __repr__(self) -> str:
        return f"<dateline.Reader {self.coder.version}, lexicon {self.coder.lexicon}>"

    @property
    def coder(self) -> Coder:
        """The program, lexicon and models that it reads with."""
        return make(Coder, self._inner.coder)

    def read(
        self,
        text: str,
        *,
        published: str | datetime.date | None = None,
        title: str | None = None,
        url: str | None = None,
        publisher: str | None = None,
        language: str | None = None,
        translated_from: str | None = None,
        country: str | None = None,
        id: str | None = None,
    ) -> Reading:
        """Reads one text. See :func:`dateline.read`."""
        day = published.isoformat() if isinstance(published, datetime.date) else published
        json = self._inner.read(
            text,
            published=day,
            title=title,
            url=url,
            publisher=publisher,
            language=language,
            translated_from=translated_from,
            country=country,
            id=id,
        )
        return Reading.from_json(json, text)


@functools.cache
def _built_in() -> Reader:
    return Reader()


def read(
    text: str,
    *,
    published: str | datetime.date | None = None,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    translated_from: str | None = None,
    country: str | None = None,
    id: str | None = None,
    reader: Reader | None = None,
) -> Reading:
    """Reads one text.

    `published` is the day from which "on Monday" is counted: a date, or words as 2026-04-25; without it the text is searched for
    one. `language` is ISO 639-1 where you know it (texts that are not English are not read, and the reading's `notes` say so),
    `translated_from` the one that it was before, where it is a translation. `country`, ISO 3166-1 alpha-3, decides between namesakes
    where the text does not. `id` is your own.

    Never fails on a text. Raises `ValueError` where `published` or `country` cannot be understood.
    """
    return (reader or _built_in()).read(
        text,
        published=published,
        title=title,
        url=url,
        publisher=publisher,
        language=language,
        translated_from=translated_from,
        country=country,
        id=id,
    )


def read_tables(
    data: Arrow,
    tables: list[str] | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    skip: bool = False,
    reader: Reader | None = None,
) -> dict[str, Table]:
    """Reads a column of texts once, and gives several tables (`dateline.TABLES`; by default all) of what was read, by name.

    `data` is anything that speaks Arrow. Its columns `text`, `id`, `path`, `url`, `title`, `publisher`, `published`, `language`,
    `translated_from` and `country` are used where they are there; `columns={"text": "body"}` says that one has another name.

    A row that is no document (no text, a day that is none) raises `ValueError`; with `skip=True` it is a row of the table `errors`
    instead. `threads` are as many as the machine has cores unless you say otherwise; other Python threads run meanwhile.
    """
    names = list(TABLES) if tables is None else tables
    inner = (reader or _built_in())._inner
    return dict(zip(names, inner.tables(data, names, columns=columns, threads=threads, skip=skip), strict=True))


def read_batch(
    data: Arrow,
    table: str = "events",
    *,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    skip: bool = False,
    reader: Reader | None = None,
) -> Table:
    """Reads a column of texts, and gives one table of what was read; the rest is as for :func:`read_tables`.

    The table `documents` holds whole readings: :func:`tables_of` makes all other tables of it without reading anew.
    """
    return read_tables(data, [table], columns=columns, threads=threads, skip=skip, reader=reader)[table]


def tables_of(documents: Arrow, tables: list[str] | None = None) -> dict[str, Table]:
    """Tables of the readings that a table `documents` holds. Nothing is read anew."""
    names = list(TABLES) if tables is None else tables
    return dict(zip(names, _dateline.tables_of(documents, names), strict=True))


MONTH_AND_TYPE = ("month", "type")
"""What makes a block, unless one says otherwise."""


def blocks(documents: Arrow, words: Words | None = None, *, by: Sequence[str] = MONTH_AND_TYPE) -> Table:
    """The first half of merging on many machines: a row for each document of a table `documents` and each block that it has events
    in. Bring the rows of a block together (`groupBy("block")`), and give them to :func:`merge_block`.

    A block is a month and a type of event; with `by=("month", "country", "type")` blocks are smaller and more is missed. An event
    near the edge of a month, or told in another, stands in several, and :func:`settle` leaves it in one incident. `words` says how
    rare words are in the whole archive; without it that is counted in the documents given."""
    if words is None:
        words = Words(word_counts(documents))
    return _dateline.blocks(documents, words, by=list(by))


def merge_block(rows: Arrow, *, rule: str = "standard", reader: Reader | None = None) -> Table:
    """Incidents of whole blocks: accounts of one event are merged, copies of one text are one source. The order of the rows does
    not matter. `documents` and `events` of an incident say which events of which documents it is made of; `json` is all of it;
    `shared` says that some of its events stand in other blocks too, for :func:`settle`."""
    return (reader or _built_in())._inner.merge_blocks(rows, rule=rule)
