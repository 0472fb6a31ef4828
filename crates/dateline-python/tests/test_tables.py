"""Columns of texts in, tables out, by Arrow's interface."""

import pickle
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


def accounts(incidents: list[dict]) -> list[tuple[str, str]]:
    return [pair for row in incidents for pair in zip(row["documents"], row["events"], strict=True)]


def test_incidents_do_not_hang_on_the_order_of_rows(documents: pa.Table) -> None:
    read = dateline.read_batch(documents, "documents").to_pyarrow()
    blocks = dateline.blocks(read).to_pyarrow()
    backwards = lambda table: table.take(list(reversed(range(table.num_rows))))
    parts = dateline.merge_block(blocks).to_pyarrow()
    assert rows(dateline.merge_block(backwards(blocks))) == parts.to_pylist()
    one = [row for name in sorted(set(blocks["block"].to_pylist())) for row in rows(dateline.merge_block(blocks.filter(pa.compute.equal(blocks["block"], name))))]
    assert one == parts.to_pylist()
    incidents = rows(dateline.settle(parts))
    assert rows(dateline.settle(backwards(parts))) == incidents
    assert {document for document, _ in accounts(incidents)} <= set(read["document"].to_pylist())


def test_words_of_parts_add_up_and_travel(documents: pa.Table) -> None:
    read = dateline.read_batch(documents, "documents").to_pyarrow()
    parts = [dateline.word_counts(read.slice(0, 15)).to_pyarrow(), dateline.word_counts(read.slice(15)).to_pyarrow()]
    words = dateline.Words(pa.concat_tables(parts))
    for words in (words, pickle.loads(pickle.dumps(words))):
        assert repr(words) == "<dateline.Words of 40 documents>"
        assert rows(dateline.blocks(read, words)) == rows(dateline.blocks(read))


REPORTS = [
    # One raid, told on both sides of the edge of a month; the last report was written much later.
    ("a", "2026-02-28", "Gunmen attacked the village of Koro in Mali on Saturday, killing 14 people, the mayor of Koro said."),
    ("b", "2026-03-02", "Gunmen killed 14 people in the village of Koro in Mali on Sunday, residents of Koro said."),
    ("c", "2026-05-04", "Gunmen attacked the village of Koro in Mali on 1 March 2026, killing 14 people, the mayor of Koro said in a report."),
    # And another one.
    ("d", "2026-03-02", "Police arrested three protesters in Bamako, Mali on Monday after a march against fuel prices."),
]


def test_an_event_at_the_edge_of_a_month_meets_its_other_accounts_and_stays_in_one_incident() -> None:
    documents = pa.table(dict(zip(("id", "published", "text"), zip(*REPORTS), strict=True)))
    read = dateline.read_batch(documents, "documents").to_pyarrow()
    own = dict(zip(read["document"].to_pylist(), read["source_id"].to_pylist(), strict=True))
    blocks = dateline.blocks(read).to_pyarrow()
    assert len(set(blocks["block"].to_pylist())) > 2
    parts = rows(dateline.merge_block(blocks))
    assert len(accounts(parts)) > len(set(accounts(parts))), "some events stand in several blocks"
    incidents = rows(dateline.settle(pa.Table.from_pylist(parts, pa.schema(dateline.merge_block(blocks)))))
    assert sorted(accounts(incidents)) == sorted(set(accounts(parts))), "and each in one incident"
    assert sorted(sorted(own[d] for d in row["documents"]) for row in incidents) == [["a", "b", "c"], ["d"]]
    assert len({row["incident"] for row in incidents}) == 2 and not any(row["shared"] for row in incidents)
    # What meets is found of names alone, and sent to one block.
    shared = pa.Table.from_pylist([row for row in parts if row["shared"]])
    moved = {(row["block"], row["incident"]): row["to"] for row in rows(dateline.meet(shared))}
    together = [{**row, "block": moved.get((row["block"], row["incident"]), row["block"])} for row in parts]
    assert len({row["block"] for row in together if len(row["documents"]) > 1}) == 1
