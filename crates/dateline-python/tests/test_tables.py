"""Columns of texts in, tables out, by Arrow's interface."""

import threading
import time

import dateline
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from reports import reports

ROWS = reports(40)


@pytest.fixture(scope="module")
def documents() -> pa.Table:
    return pa.Table.from_pylist(ROWS)


def rows(table: dateline.Table) -> list[dict]:
    return table.to_pyarrow().to_pylist()


def test_tables_say_what_readings_say(documents: pa.Table) -> None:
    tables = dateline.read_tables(documents)
    assert list(tables) == dateline.TABLES
    readings = [dateline.read(r["text"], published=r["published"], title=r["title"], publisher=r["publisher"], id=r["id"]) for r in ROWS]
    found = rows(tables["documents"])
    assert [dateline.Reading.from_json(row["reading"]) for row in found] == readings
    assert len(tables["events"]) == sum(len(r.events) for r in readings) > 40
    assert len(tables["claims"]) == sum(len(r.claims) for r in readings)
    assert [row["source_id"] for row in found] == [r["id"] for r in ROWS]
    assert tables["errors"].num_rows == 0


def test_the_forms_of_arrow_do_not_matter(documents: pa.Table) -> None:
    expected = rows(dateline.read_batch(documents))
    frame = documents.to_pandas()
    large = documents.cast(pa.schema([(name, pa.large_string()) for name in documents.column_names]))
    days = frame.assign(published=pd.to_datetime(frame["published"]))
    chunks = pa.concat_tables([documents.slice(0, 7), documents.slice(7)])
    dates = documents.set_column(1, "published", documents["published"].cast(pa.date32()))
    forms = [frame, pl.from_arrow(documents), large, days, chunks, dates, documents.combine_chunks().to_batches()[0]]
    for form in forms:
        assert rows(dateline.read_batch(form)) == expected, type(form)
    renamed = documents.rename_columns({"text": "body"})
    assert rows(dateline.read_batch(renamed, columns={"text": "body"})) == expected


def test_threads_do_not_matter(documents: pa.Table) -> None:
    one, four = (dateline.read_batch(documents, "documents", threads=n) for n in (1, 4))
    assert rows(one) == rows(four)


def test_a_table_goes_where_one_wants(documents: pa.Table) -> None:
    table = dateline.read_batch(documents, "events")
    assert isinstance(table.to_pandas(), pd.DataFrame) and isinstance(table.to_polars(), pl.DataFrame)
    assert len(table.to_pandas()) == len(table.to_polars()) == table.num_rows == len(table)
    assert pa.schema(table).equals(pa.schema(dateline.schema("events")), check_metadata=True)
    assert "events" in repr(table) and "plover" in repr(table)


def test_no_table_is_copied_on_its_way_out(documents: pa.Table) -> None:
    table = dateline.read_batch(documents, "documents")
    addresses = [
        [buffer.address for buffer in table.to_pyarrow()["text"].chunk(0).buffers() if buffer] for _ in range(2)
    ]
    assert addresses[0] == addresses[1]


def test_readings_make_tables_anew(documents: pa.Table) -> None:
    tables = dateline.read_tables(documents)
    again = dateline.tables_of(tables["documents"])
    assert all(rows(again[name]) == rows(tables[name]) for name in dateline.TABLES)


def test_mistakes_are_told_or_kept() -> None:
    bad = pa.table({"text": ["Gunmen attacked Gao.", None, "Police arrested three men."], "id": [1, 2, 3], "published": ["2026-03-10", "", "soon"]})
    with pytest.raises(ValueError, match="row 1: no text"):
        dateline.read_batch(bad)
    tables = dateline.read_tables(bad, ["documents", "errors"], skip=True)
    assert [row["source_id"] for row in rows(tables["documents"])] == ["1"]
    errors = [(row["source_id"], row["line"], row["error"]) for row in rows(tables["errors"])]
    assert errors == [("2", 2, "no text"), ("3", 3, '"published" is "soon", not a date like 2026-04-25')]
    for call, error, message in [
        (lambda: dateline.read_batch([1]), TypeError, "list does not speak Arrow"),
        (lambda: dateline.read_batch(bad, "nothing"), ValueError, 'no table "nothing"; there are documents'),
        (lambda: dateline.read_batch(bad, columns={"text": "body"}), ValueError, 'no column "body"; there are text, id'),
        (lambda: dateline.read_batch(bad, columns={"words": "text"}), ValueError, 'a document has no "words"'),
        (lambda: dateline.read_batch(pa.table({"text": [1.5]})), ValueError, 'the column "text" holds Float64, not text'),
        (lambda: dateline.tables_of(bad), ValueError, "no column"),
        (lambda: dateline.merge_block(dateline.blocks(dateline.schema("documents")), rule="none"), ValueError, "no merge rule"),
    ]:
        with pytest.raises(error, match=message):
            call()


def test_other_threads_run_meanwhile(documents: pa.Table) -> None:
    many = pa.concat_tables([documents] * 5)
    ticks, stop = [], threading.Event()

    def tick() -> None:
        while not stop.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.monotonic()
    dateline.read_batch(many, threads=1)
    ended = time.monotonic()
    stop.set()
    thread.join()
    # With the GIL held there would be none between.
    assert sum(begun < at < ended for at in ticks) >= 10


def test_incidents_do_not_hang_on_the_order_of_rows(documents: pa.Table) -> None:
    blocks = dateline.blocks(dateline.read_batch(documents, "documents")).to_pyarrow()
    shuffled = blocks.take(list(reversed(range(blocks.num_rows))))
    assert rows(dateline.merge_block(blocks)) == rows(dateline.merge_block(shuffled))
    incidents = rows(dateline.merge_block(blocks))
    one = [row for name in sorted(set(blocks["block"].to_pylist())) for row in rows(dateline.merge_block(blocks.filter(pa.compute.equal(blocks["block"], name))))]
    assert one == incidents
    keys = set(dateline.read_batch(documents, "documents").to_pyarrow()["document"].to_pylist())
    assert incidents and {key for row in incidents for key in row["documents"]} <= keys
