"""Reading on Ray Data: `dateline.ray.read_batch(ds)` maps documents to rows, `merge` brings accounts of one event together.

Each worker reads with one thread. Leave Ray some cores: a pool of actors that takes every core waits for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import dateline
from dateline._read import MONTH_AND_TYPE

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

ROWS = 1024
"""Rows of one task: some seconds of one core."""


def read_batch(ds: Dataset, table: str = "events", *, columns: Mapping[str, str] | None = None) -> Dataset:
    """One table of what is read from a data set's texts. A row that is no document makes none; `table="errors"` has them."""

    def read(batch: pa.Table) -> pa.Table:
        return dateline.read_batch(batch, table, columns=columns, threads=1, skip=True).to_pyarrow()

    return ds.map_batches(read, batch_format="pyarrow", batch_size=ROWS, zero_copy_batch=True)


def table_of(documents: Dataset, table: str) -> Dataset:
    """A table of the readings that a table `documents` holds, without reading anew."""

    def again(batch: pa.Table) -> pa.Table:
        return dateline.tables_of(batch, [table])[table].to_pyarrow()

    return documents.map_batches(again, batch_format="pyarrow", batch_size=ROWS, zero_copy_batch=True)


def merge(documents: Dataset, *, rule: str = "standard", by: Sequence[str] = MONTH_AND_TYPE) -> Dataset:
    """Incidents of a table `documents`: events are shuffled by month and type, or what `by` says, and each block is merged."""

    def blocks(batch: pa.Table) -> pa.Table:
        return dateline.blocks(batch, by=by).to_pyarrow()

    def incidents(block: pa.Table) -> pa.Table:
        return dateline.merge_block(block, rule=rule).to_pyarrow()

    made = documents.map_batches(blocks, batch_format="pyarrow", batch_size=ROWS, zero_copy_batch=True)
    return made.groupby("block").map_groups(incidents, batch_format="pyarrow")
