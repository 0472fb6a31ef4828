"""One text: typed objects that say what the contract's JSON says."""

import datetime
import json
import pickle
from dataclasses import fields, is_dataclass
from typing import get_args, get_origin, get_type_hints

import dateline
import pytest
from dateline import _types
from reports import reports

TEXT = "Gunmen killed 14 villagers near Mopti in Mali on Monday, the army said. <b>Residents & elders</b> doubted that."


@pytest.fixture(scope="module")
def reading() -> dateline.Reading:
    return dateline.read(TEXT, published=datetime.date(2026, 3, 10), title="An attack", id="own")


def test_fields_are_typed(reading: dateline.Reading) -> None:
    event = next(e for e in reading.events if e.type.plover == "ASSAULT")
    assert event.took_place and event.when is not None and event.when.from_ == datetime.date(2026, 3, 9)
    assert [c.best for c in event.casualties if c.kind == "killed"] == [14]
    assert [str(p) for p in event.role("initiator")] == ["Gunmen"]
    assert [place.country for place in reading.places_of(event)] == ["MLI"]
    assert reading.document.published is not None and reading.document.source_id == "own"
    assert isinstance(reading.get(reading.actors[0].id), dateline.Actor) and reading.get("nothing") is None


def test_every_span_is_where_it_says(reading: dateline.Reading) -> None:
    def spans(part: object) -> list[dateline.Span]:
        if isinstance(part, dateline.Span):
            return [part]
        if isinstance(part, list):
            return [span for item in part for span in spans(item)]
        if is_dataclass(part):
            return [span for f in fields(part) for span in spans(getattr(part, f.name))]
        return []

    found = spans(reading)
    assert found and all(TEXT[s.start : s.end] == s.quote for s in found)


def test_nothing_is_lost_on_the_way_to_json_and_back() -> None:
    for report in reports(50):
        text, published = str(report["text"]), report["published"]
        words = dateline.Reader()._inner.read(text, published=published, id=report["id"])
        reading = dateline.Reading.from_json(words, text)
        assert reading.to_dict() == json.loads(words) == json.loads(reading.to_json())
        assert reading == dateline.read(text, published=published, id=report["id"])
        assert pickle.loads(pickle.dumps(reading)) == reading


def test_types_are_those_of_the_schema(schema: dict) -> None:
    definitions = {**schema["$defs"], "Reading": schema}
    own = {"Quote": "Span", "SentenceSpan": "Sentence"}
    seen = set()
    for name, definition in definitions.items():
        if "properties" not in definition:
            continue
        kind = getattr(_types, own.get(name, name))
        assert {key for _, key, _ in _types._fields(kind)} == set(definition["properties"]), name
        required = set(definition.get("required", []))
        hints = get_type_hints(kind)
        for field_name, key, _ in _types._fields(kind):
            property = definition["properties"][key]
            is_list = property.get("type") == "array"
            assert (get_origin(hints[field_name]) is list) == is_list, f"{name}.{key}"
            may_be_null = "null" in property.get("type", []) or any(
                option.get("type") == "null" for option in property.get("anyOf", [])
            )
            assert (type(None) in get_args(hints[field_name])) == may_be_null, f"{name}.{key}"
            assert key in required or may_be_null or is_list, f"{name}.{key}"
        seen.add(kind.__name__)
    assert seen == {kind.__name__ for kind in _types.Part.__subclasses__()}


def test_it_shows_itself(reading: dateline.Reading) -> None:
    assert "ASSAULT" in repr(reading) and "14 killed" in repr(reading) and "Gunmen → " in repr(reading)
    html = reading._repr_html_()
    assert "<mark>" in html and "14 killed" in html and "2026-03-09" in html


def test_words_of_a_text_are_no_markup() -> None:
    text = "The <script>alert(1)</script> militia attacked \"Gao\" & <img src=x onerror=alert(2)> on Monday, killing 3 people."
    for shown in (dateline.read(text), dateline.read(f"Gunmen attacked Gao. {text}")):
        html = shown._repr_html_()
        assert "<script" not in html and "<img" not in html, html
    french = dateline.read("Bonjour <b>tout</b> le monde, il fait beau aujourd'hui et nous allons bien.", language="fr")
    assert "language not supported: fr" in french.notes[0] and "not supported" in french._repr_html_()


def test_mistakes_are_told() -> None:
    for wrong, message in [({"published": "last week"}, "not a date like"), ({"country": "Mali"}, "not three letters")]:
        with pytest.raises(ValueError, match=message):
            dateline.read("Gunmen attacked Gao.", **wrong)
    with pytest.raises(TypeError):
        dateline.read(3)  # type: ignore[arg-type]
    with pytest.raises(NotADirectoryError):
        dateline.Reader("no/such/folder")


def test_a_lexicon_of_ones_own(tmp_path) -> None:
    (tmp_path / "merge").mkdir()
    (tmp_path / "merge" / "mine.toml").write_text("nonsense = 1\n")
    with pytest.raises(ValueError, match="the lexicon has mistakes:\n.*mine.toml"):
        dateline.Reader(tmp_path)
    (tmp_path / "merge" / "mine.toml").unlink()
    reader = dateline.Reader(tmp_path)
    assert reader.coder == dateline.Reader().coder == pickle.loads(pickle.dumps(reader)).coder
    assert dateline.read("", reader=reader).events == []
