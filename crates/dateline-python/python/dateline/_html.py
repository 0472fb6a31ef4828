"""A reading in a notebook. Everything that comes from a text is escaped: words of an article never become markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dateline._types import Event, Reading

HEAD = ("what", "when", "where", "who", "toll", "says", "words")


def table(reading: Reading) -> str:
    """A table of the events of a reading."""
    if not reading.events:
        notes = "; ".join(reading.notes) or "no event was read"
        return f"<p>{escape(notes)}</p>"
    head = "".join(f"<th>{name}</th>" for name in HEAD)
    rows = "".join(f"<tr>{''.join(_cells(reading, event))}</tr>" for event in reading.events)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(reading: Reading, event: Event) -> Iterable[str]:
    first = " and ".join(map(str, event.role("initiator", "party")))
    second = " and ".join(map(str, event.role("recipient")))
    status = "" if event.took_place else f" – {event.status}"
    values = (
        f"{event.type}{status}",
        f"{event.when}{' (concluded)' if event.when.inferred else ''}" if event.when else "",
        "; ".join(map(str, reading.places_of(event))),
        f"{first or '?'} → {second}" if second else first,
        ", ".join(map(str, event.casualties)),
        ", ".join(reading.said_by(event)),
    )
    yield from (f"<td>{escape(value)}</td>" for value in values)
    yield f"<td>{_quoted(reading, event)}</td>"


def _quoted(reading: Reading, event: Event) -> str:
    """The sentence, with the trigger marked in it."""
    trigger = event.trigger
    if not reading.text:
        return f"<mark>{escape(trigger.quote)}</mark>"
    within = (s for s in reading.sentences if s.start <= trigger.start and trigger.end <= s.end)
    sentence = next(within, None)
    start, end = (sentence.start, sentence.end) if sentence else (trigger.start, trigger.end)
    before, after = reading.text[start : trigger.start], reading.text[trigger.end : end]
    return f"{escape(before)}<mark>{escape(trigger.quote)}</mark>{escape(after)}"
