"""What a reading is: the contract `dateline/reading/1` as frozen dataclasses.

Names are the contract's; where one is a word of Python's it ends in an underscore (`from_`). Offsets count code points, as Python's
strings do: `text[span.start:span.end] == span.quote`.
"""

from __future__ import annotations

import datetime
import functools
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar

T = TypeVar("T")


class Part:
    """What all parts of a reading can do."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """As the contract's JSON has it."""
        return typing.cast("dict[str, Any]", _plain(self))

    def to_json(self, indent: int | None = None) -> str:
        """As the contract's JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


@dataclass(frozen=True, slots=True)
class Span(Part):
    """Some words of the text: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str

    def __str__(self) -> str:
        return self.quote


@dataclass(frozen=True, slots=True)
class PublishedOn(Part):
    """The publication date and how it was decided."""

    date: datetime.date
    raw: str | None
    span: Span | None
    basis: str
    alternatives: list[datetime.date]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class DocumentInfo(Part):
    """What is known of the document itself."""

    id: str
    source_id: str | None
    path: str | None
    url: str | None
    title: str | None
    publisher: str | None
    language: str
    published: PublishedOn | None
    translated_from: str | None = None


@dataclass(frozen=True, slots=True)
class Coder(Part):
    """The program, lexicon and models that made a reading."""

    name: str
    version: str
    lexicon: str
    models: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sentence(Part):
    """One sentence, and what part it plays on the page."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Time(Part):
    """One expression of time (TIMEX3)."""

    id: str
    span: Span
    type: str
    value: str
    from_: datetime.date | None
    to: datetime.date | None
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Anchor(Part):
    """The place from which another is told: "30 km south of Kidal"."""

    place: str
    bearing: str | None
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class PlaceAlternative(Part):
    """Another place that a name could mean."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    gazetteer: str | None


@dataclass(frozen=True, slots=True)
class Place(Part):
    """One place with all its mentions. An area has no coordinates."""

    id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    gazetteer: str | None
    precision: str
    anchor: Anchor | None
    alternatives: list[PlaceAlternative]
    confidence: float | None
    mentions: list[Span]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}" if self.country and self.kind != "country" else self.name


@dataclass(frozen=True, slots=True)
class Actor(Part):
    """One actor with all its mentions."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    known_as: str | None
    office: str | None
    affiliation: str | None
    members: list[str]
    public_role: str
    mentions: list[Span]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class AcledType(Part):
    """ACLED's type and sub-type."""

    event_type: str
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class EventType(Part):
    """What kind of act an event is, in three ontologies."""

    plover: str
    mode: str | None
    contexts: list[str]
    cameo: str | None
    acled: AcledType | None

    def __str__(self) -> str:
        return f"{self.plover} ({self.mode})" if self.mode else self.plover


@dataclass(frozen=True, slots=True)
class When(Part):
    """When an event took place."""

    from_: datetime.date | None
    to: datetime.date | None
    precision: str
    time: str | None
    inferred: bool

    def __str__(self) -> str:
        days = [str(day) for day in (self.from_, self.to) if day]
        return " to ".join(dict.fromkeys(days)) or "an unknown day"


@dataclass(frozen=True, slots=True)
class Where(Part):
    """Where an event took place: the id of a place."""

    place: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Participant(Part):
    """Who or what took part in an event."""

    role: str
    kind: str
    actor: str | None
    span: Span | None
    inferred: bool

    def __str__(self) -> str:
        return self.span.quote if self.span else self.actor or "somebody not named"


@dataclass(frozen=True, slots=True)
class Casualties(Part):
    """A toll as the text gives it. None is not zero."""

    kind: str
    low: int | None
    best: int | None
    high: int | None
    victims: str | None
    source: str | None
    span: Span | None

    def __str__(self) -> str:
        if self.best is None and self.low is None and self.high is None:
            return f"an unknown number {self.kind}"
        if self.low is not None and self.low == self.high:
            return f"{self.low} {self.kind}"
        if self.high is None:
            return f"at least {self.low if self.low is not None else self.best} {self.kind}"
        return f"{self.low if self.low is not None else 0} to {self.high} {self.kind}"


@dataclass(frozen=True, slots=True)
class Assertion(Part):
    """Who asserts, denies or doubts one field of an event."""

    field: str
    stance: str
    source: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class Outcome(Part):
    """How an event ended."""

    value: str
    span: Span | None


@dataclass(frozen=True, slots=True, repr=False)
class Event(Part):
    """One event, whatever its status."""

    id: str
    type: EventType
    status: str
    when: When | None
    where: list[Where]
    participants: list[Participant]
    casualties: list[Casualties]
    assertions: list[Assertion]
    part_of: str | None
    outcome: Outcome | None
    evidence: list[Span]
    confidence: float | None
    rule: str | None = None

    @property
    def trigger(self) -> Span:
        """The words that name the event."""
        return self.evidence[0]

    @property
    def took_place(self) -> bool:
        """Whether it happened, as far as the text says: neither planned nor denied nor background."""
        return self.status in ("happened", "ongoing", "attempted")

    def role(self, *roles: str) -> list[Participant]:
        """Those who play a part: `initiator`, `recipient`, `party`, `instrument`."""
        return [p for p in self.participants if p.role in roles]

    def __repr__(self) -> str:
        first = " and ".join(map(str, self.role("initiator", "party")))
        second = " and ".join(map(str, self.role("recipient")))
        who = f"{first or '?'} → {second}" if second else first
        toll = ", ".join(map(str, self.casualties))
        parts = [str(self.type), self.status, str(self.when) if self.when else "", who, toll, f"“{self.trigger}”"]
        return f"<Event {self.id}: {' · '.join(part for part in parts if part)}>"


@dataclass(frozen=True, slots=True, repr=False)
class Claim(Part):
    """Who says what."""

    id: str
    source: str | None
    source_span: Span | None
    cue: Span | None
    content: Span | None
    kind: str
    direct: bool
    within: str | None
    events: list[str]

    def __repr__(self) -> str:
        who = self.source_span or self.source or "somebody not named"
        return f"<Claim {self.id}: {who} ({self.kind}): “{self.content or ''}”>"


@dataclass(frozen=True, slots=True)
class Link(Part):
    """How one claim bears on another."""

    type: str
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Relation(Part):
    """How one actor stands to another."""

    subject: str
    type: str
    object: str
    tense: str
    source: str | None
    evidence: Span | None


@dataclass(frozen=True, slots=True)
class Horizon(Part):
    """The days that a prediction speaks of."""

    from_: datetime.date | None
    to: datetime.date | None


@dataclass(frozen=True, slots=True)
class Outlook(Part):
    """What somebody expects, intends or fears."""

    id: str
    speaker: str | None
    evidence: Span | None
    modality: str
    polarity: str
    horizon: Horizon | None
    events: list[str]


@dataclass(frozen=True, slots=True, repr=False)
class Reading(Part):
    """What one document says: its events, who says so, and the words that each field rests on."""

    schema: str
    document: DocumentInfo
    coder: Coder
    sentences: list[Sentence]
    times: list[Time]
    places: list[Place]
    actors: list[Actor]
    events: list[Event]
    claims: list[Claim]
    links: list[Link]
    relations: list[Relation]
    outlook: list[Outlook]
    notes: list[str] = field(default_factory=list)
    text: str = field(default="", compare=False, metadata={"own": True})
    """The text that was read; it is no part of the contract's JSON."""

    @classmethod
    def from_json(cls, words: str, text: str = "") -> Reading:
        """The reading of the contract's JSON, as `dateline read --format jsonl` and the column `reading` have it."""
        reading = make(cls, words)
        object.__setattr__(reading, "text", text)
        return reading

    def get(self, id: str | None) -> Actor | Place | Event | Claim | Time | Outlook | None:
        """What an id of this reading (`a1`, `p2`, `e3`) means."""
        return next((part for part in self._parts() if part.id == id), None)

    def _parts(self) -> Iterator[Actor | Place | Event | Claim | Time | Outlook]:
        for parts in (self.actors, self.places, self.events, self.claims, self.times, self.outlook):
            yield from parts

    def actor(self, id: str | None) -> Actor | None:
        """The actor of an id."""
        return next((actor for actor in self.actors if actor.id == id), None)

    def place(self, id: str | None) -> Place | None:
        """The place of an id."""
        return next((place for place in self.places if place.id == id), None)

    def places_of(self, event: Event) -> list[Place]:
        """Where an event took place."""
        found = (self.place(where.place) for where in event.where)
        return [place for place in found if place]

    def said_by(self, event: Event) -> list[str]:
        """Who asserts that an event took place."""
        sources = dict.fromkeys(a.source for a in event.assertions if a.field == "occurred" and a.stance == "asserts")
        return [str(self.actor(source) or "the article itself") for source in sources]

    def __repr__(self) -> str:
        day = f", published {self.document.published.date}" if self.document.published else ""
        head = f"<Reading: {len(self.events)} events, {len(self.claims)} claims, {len(self.actors)} actors{day}"
        lines = [f"\n  {event!r}" for event in self.events] + [f"\n  note: {note}" for note in self.notes]
        return head + "".join(lines) + ">"

    def _repr_html_(self) -> str:
        """A table of the events, for notebooks."""
        from dateline._html import table

        return table(self)


def make(kind: type[T], words: str) -> T:
    """What some JSON of the contract says."""
    return typing.cast("T", _make(kind, json.loads(words)))


@functools.cache
def _fields(kind: Any) -> list[tuple[str, str, Any]]:
    hints = typing.get_type_hints(kind)
    return [(f.name, f.name.rstrip("_"), hints[f.name]) for f in fields(kind) if not f.metadata.get("own")]


def _make(kind: Any, value: Any) -> Any:
    """A value as its type says."""
    if isinstance(kind, types.UnionType):
        kind = next(part for part in typing.get_args(kind) if part is not types.NoneType)
    if value is None:
        return None
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    if typing.get_origin(kind) is list:
        part = typing.get_args(kind)[0]
        return [_make(part, item) for item in value]
    parts: Any = kind
    if is_dataclass(kind):
        return parts(**{name: _make(hint, value[key]) for name, key, hint in _fields(parts) if key in value})
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Part):
        kind: Any = type(value)
        plain = {key: _plain(getattr(value, name)) for name, key, _ in _fields(kind)}
        # The contract leaves out what says nothing here.
        if isinstance(value, Event) and value.rule is None:
            del plain["rule"]
        if isinstance(value, DocumentInfo) and value.translated_from is None:
            del plain["translated_from"]
        if isinstance(value, Reading) and not value.notes:
            del plain["notes"]
        return plain
    return value
