"""Reading on Daft, on a laptop or a cluster: `dateline.daft.read_batch(df)` maps documents to rows, `merge` brings accounts of one
event together."""

from __future__ import annotations

from collections.abc import Callable

import daft
import pyarrow as pa
from daft import DataFrame, Expression, Series

from dateline._cluster import ROWS, Adapter, Step


class Daft(Adapter[DataFrame]):
    def map(self, data: DataFrame, step: Step) -> DataFrame:
        # A function of Daft's gives a value for each row: the first row of a batch gets all that is made of the batch.
        def lists(rows: pa.StructArray, count: int) -> pa.Array:
            return pa.ListArray.from_arrays(pa.array([0] + [len(rows)] * count, pa.int32()), rows)

        found = data.select(_call(data, step, pa.list_(_struct(step)), lists).alias("row")).explode("row")
        return found.where(daft.col("row").not_null()).select(daft.col("row").unnest())

    def group(self, data: DataFrame, key: str, step: Step) -> DataFrame:
        made = data.groupby(daft.col(key).alias("of")).map_groups(_call(data, step, _struct(step), lambda rows, _: rows).alias("row"))
        return made.select(daft.col("row").unnest())

    def add_up(self, data: DataFrame, key: str, count: str) -> pa.Table:
        return data.groupby(key).sum(count).to_arrow()

    def keep(self, data: DataFrame) -> DataFrame:
        return data.collect()

    def here(self, data: DataFrame) -> pa.Table:
        return data.to_arrow()


def _struct(step: Step) -> pa.DataType:
    return pa.struct(list(step.gives))


def _call(data: DataFrame, step: Step, of: pa.DataType, form: Callable[[pa.StructArray, int], pa.Array]) -> Expression:
    """A step as a function of Daft's, of the columns that it takes."""
    names = [name for name in step.names if name in data.column_names]

    def call(*columns: Series) -> pa.Array:
        rows = pa.table([column.to_arrow() for column in columns], names)
        return form(step(rows).to_struct_array().combine_chunks(), rows.num_rows).cast(of)

    batched = daft.func.batch(return_dtype=daft.DataType.from_arrow_type(of), batch_size=ROWS)
    return batched(call)(*map(daft.col, names))


_daft = Daft()
read_batch, table_of, merge = _daft.read_batch, _daft.table_of, _daft.merge
