"""What the adapters of engines share: steps that map tables to tables, and the order of them. An engine maps, groups and adds up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pyarrow as pa

import dateline
from dateline._read import MONTH_AND_TYPE

Data = TypeVar("Data")
FIELDS = ("text", "id", "path", "url", "title", "publisher", "published", "language", "translated_from", "country")
ROWS = 1024
"""Rows of one call: some seconds of one core."""


@dataclass(frozen=True)
class Step:
    """A function from tables to tables that any worker can run."""

    make: Callable[[pa.Table], Any]
    gives: pa.Schema
    takes: Sequence[str] | pa.Schema
    """The columns that it looks at, of those that are there; with their types, where engines have their own."""

    @property
    def names(self) -> list[str]:
        return self.takes.names if isinstance(self.takes, pa.Schema) else list(self.takes)

    def __call__(self, batch: pa.Table | pa.RecordBatch) -> pa.Table:
        table = pa.table(batch)
        table = table.select([name for name in self.names if name in table.column_names])
        return pa.table(self.make(table.cast(self.takes) if isinstance(self.takes, pa.Schema) else table)).cast(self.gives)


def schema(table: dateline.Table) -> pa.Schema:
    """Columns and types alone: engines drop what else a schema says."""
    return pa.schema(table).remove_metadata()


class Adapter(ABC, Generic[Data]):
    """Reading and merging on an engine's own data frames or data sets."""

    @abstractmethod
    def map(self, data: Data, step: Step) -> Data:
        """The rows that a step makes of batches, whatever their size."""

    @abstractmethod
    def group(self, data: Data, key: str, step: Step) -> Data:
        """The rows that a step makes of all rows of each value of a column."""

    @abstractmethod
    def add_up(self, data: Data, key: str, count: str) -> pa.Table:
        """The sums of a column for each value of another, here."""

    @abstractmethod
    def keep(self, data: Data) -> Data:
        """The same, computed once however often it is asked for."""

    @abstractmethod
    def here(self, data: Data) -> pa.Table:
        """All rows, here."""

    def read_batch(self, data: Data, table: str = "events", *, columns: Mapping[str, str] | None = None) -> Data:
        """One table of what is read from a data frame's texts. A row that is no document makes none; `table="errors"` has them."""

        def read(batch: pa.Table) -> dateline.Table:
            # A core is a task of the engine's: one thread each.
            return dateline.read_batch(batch, table, columns=columns, threads=1, skip=True)

        names = {**{field: field for field in FIELDS}, **(columns or {})}
        return self.map(data, Step(read, schema(dateline.schema(table)), list(names.values())))

    def table_of(self, documents: Data, table: str) -> Data:
        """A table of the readings that a table `documents` holds, without reading anew."""
        takes, gives = dateline.schema("documents").column_names, schema(dateline.schema(table))
        return self.map(documents, Step(lambda batch: dateline.tables_of(batch, [table])[table], gives, takes))

    def merge(self, documents: Data, *, rule: str = "standard", by: Sequence[str] = MONTH_AND_TYPE) -> Data:
        """Incidents of a table `documents`: events are shuffled by month and type, or what `by` says, each block is merged, and
        an event that several blocks hold stays in one incident."""
        none = dateline.schema("documents")
        counted = Step(dateline.word_counts, schema(dateline.word_counts(none)), ["text"])
        words = dateline.Words(self.add_up(self.map(documents, counted), "word", "documents").cast(counted.gives))
        rows = schema(dateline.blocks(none, words))
        blocks = self.map(documents, Step(lambda batch: dateline.blocks(batch, words, by=by), rows, ["document", "text", "reading"]))
        made = schema(dateline.merge_block(dateline.blocks(none, words)))
        parts = self.keep(self.group(blocks, "block", Step(lambda block: dateline.merge_block(block, rule=rule), made, rows)))

        # Incidents that share an event meet in one block. Which ones do is found here, of their names alone.
        tie = pa.schema([made.field(name) for name in ("block", "incident", "documents", "events")])
        ties = self.here(self.map(parts, Step(lambda batch: batch.filter(batch["shared"]).select(tie.names), tie, made)))
        to = {(row["block"], row["incident"]): row["to"] for row in dateline.meet(ties.cast(tie)).to_pyarrow().to_pylist()}

        def move(batch: pa.Table) -> pa.Table:
            names = zip(batch["block"].to_pylist(), batch["incident"].to_pylist(), strict=True)
            return batch.set_column(0, "block", pa.array([to.get(name, name[0]) for name in names], pa.string()))

        return self.group(self.map(parts, Step(move, made, made)), "block", Step(dateline.settle, made, made))
