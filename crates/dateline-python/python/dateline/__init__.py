"""Reads news about armed conflict and political unrest: who did what to whom, where, when, with what toll, and who says so.

    >>> import dateline
    >>> reading = dateline.read("Gunmen killed 14 villagers near Mopti on Monday, the army said.", published="2026-03-10")
    >>> reading.events[0].type.plover
    'ASSAULT'

`read` gives one text's reading; `read_batch` and `read_tables` read a column of texts from anything that speaks Arrow
(pyarrow, polars, pandas) and give Arrow tables. `dateline.spark`, `dateline.daft` and `dateline.ray` do the same on a cluster.
"""

from dateline._dateline import TABLES, Table, Words, __version__, meet, schema, settle, word_counts
from dateline._read import Reader, blocks, merge_block, read, read_batch, read_tables, tables_of
from dateline._types import (
    AcledType,
    Actor,
    Anchor,
    Assertion,
    Casualties,
    Claim,
    Coder,
    DocumentInfo,
    Event,
    EventType,
    Horizon,
    Link,
    Outcome,
    Outlook,
    Participant,
    Place,
    PlaceAlternative,
    PublishedOn,
    Reading,
    Relation,
    Sentence,
    Span,
    Time,
    When,
    Where,
)

__all__ = [
    "TABLES",
    "AcledType",
    "Actor",
    "Anchor",
    "Assertion",
    "Casualties",
    "Claim",
    "Coder",
    "DocumentInfo",
    "Event",
    "EventType",
    "Horizon",
    "Link",
    "Outcome",
    "Outlook",
    "Participant",
    "Place",
    "PlaceAlternative",
    "PublishedOn",
    "Reader",
    "Reading",
    "Relation",
    "Sentence",
    "Span",
    "Table",
    "Time",
    "When",
    "Where",
    "Words",
    "__version__",
    "blocks",
    "meet",
    "merge_block",
    "read",
    "read_batch",
    "read_tables",
    "schema",
    "tables_of",
    "settle",
    "word_counts",
]
