"""Reading on Daft, on a laptop or a cluster: `dateline.daft.read_batch(df)` maps documents to rows, `merge` brings accounts of one
event together.

A function of Daft's gives a row for each row: so a document gives a list of rows, which is then unrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import daft
import pyarrow as pa

import dateline
from dateline._read import MONTH_AND_TYPE

if TYPE_CHECKING:
    from daft import DataFrame, Series

FIELDS = ("text", "id", "path", "url", "title", "publisher", "published", "language", "country")
ROWS = 1024
"""Rows of one call: some seconds of one core."""


def read_batch(df: DataFrame, table: str = "events", *, columns: Mapping[str, str] | None = None) -> DataFrame:
    """One table of what is read from a data frame's texts. A row that is no document makes none; `table="errors"` has them."""
    names = [name for name in {**{f: f for f in FIELDS}, **(columns or {})}.values() if name in df.column_names]

    def read(row: pa.Table) -> dateline.Table:
        return dateline.read_batch(row, table, columns=columns, threads=1, skip=True)

    return _unrolled(df, names, read, dateline.schema(table))


def table_of(documents: DataFrame, table: str) -> DataFrame:
    """A table of the readings that a table `documents` holds, without reading anew."""
    names = list(dateline.schema("documents").column_names)
    return _unrolled(documents, names, lambda row: dateline.tables_of(row, [table])[table], dateline.schema(table))


def merge(documents: DataFrame, *, rule: str = "standard", by: Sequence[str] = MONTH_AND_TYPE) -> DataFrame:
    """Incidents of a table `documents`: events are shuffled by month and type, or what `by` says, and each block is merged."""
    empty = dateline.blocks(dateline.schema("documents"))
    blocks = _unrolled(documents, ["document", "text", "reading"], lambda row: dateline.blocks(row, by=by), empty)
    columns = [name for name in empty.column_names if name != "block"]
    gathered = blocks.groupby("block").agg(*(daft.col(name).list_agg() for name in columns))

    def incidents(block: pa.Table) -> dateline.Table:
        name = block["block"][0].as_py()
        rows = {column: block[column].combine_chunks().flatten() for column in columns}
        return dateline.merge_block(pa.table({"block": [name] * len(rows["text"]), **rows}), rule=rule)

    return _unrolled(gathered, ["block", *columns], incidents, dateline.merge_block(empty))


def _unrolled(df: DataFrame, names: list[str], make: Callable[[pa.Table], dateline.Table], empty: dateline.Table) -> DataFrame:
    """The rows that `make` gives for each row of some columns."""
    schema = empty.to_pyarrow().schema
    rows_type = pa.list_(pa.struct(list(schema)))

    def lists(*series: Series) -> pa.Array:
        batch = pa.table({name: column.to_arrow() for name, column in zip(names, series, strict=True)})
        made = [make(batch.slice(at, 1)).to_pyarrow() for at in range(batch.num_rows)]
        offsets = [0]
        for rows in made:
            offsets.append(offsets[-1] + rows.num_rows)
        structs = pa.concat_tables([schema.empty_table(), *made]).to_struct_array().combine_chunks()
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), structs).cast(rows_type)

    call = daft.func.batch(return_dtype=daft.DataType.from_arrow_type(rows_type), batch_size=ROWS)(lists)
    made = df.select(call(*(daft.col(name) for name in names)).alias("row")).explode("row")
    return made.where(daft.col("row").not_null()).select(daft.col("row").unnest())
