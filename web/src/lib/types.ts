// What the server answers under /api/v1, as this page uses it. Spans count Unicode scalar values.

export type State = 'unreviewed' | 'accepted' | 'rejected';
export type Precision = 'exact' | 'near' | 'admin2' | 'admin1' | 'country' | 'unlocated';

/** How many people; `high` absent means "at least". */
export interface Toll {
  low: number | null;
  high: number | null;
  best?: number | null;
}

export interface About {
  name: string;
  seq: number;
  documents: number;
  incidents: number;
  events: number;
  last_merge: { seq: number; profile: string; documents_since: number } | null;
  version: string;
  user: { name: string; role: 'reader' | 'coder' | 'editor' } | null;
  csrf?: string | null;
  /** Verbs that this user may use. */
  actions?: string[];
  types: string[];
  modes: string[];
  statuses: string[];
  fields: string[];
  profiles: string[];
}

export interface Summary {
  id: string;
  type: string;
  mode: string | null;
  status: string;
  state: State;
  from: string | null;
  to: string | null;
  place: string | null;
  country: string | null;
  lat: number | null;
  lon: number | null;
  precision: Precision | null;
  area: boolean;
  initiators: string[];
  recipients: string[];
  killed: Toll | null;
  injured: Toll | null;
  sources: number;
  accounts: number;
  disputed: boolean;
  risk: number;
  title: string;
}

/** An incident by its line. */
export interface IncidentName {
  id: string;
  title: string;
  from: string | null;
  to: string | null;
}

export interface Page<T> {
  total: number;
  next: string | null;
  items: T[];
}

export type Facet = 'type' | 'status' | 'state' | 'country' | 'actor';
export type Facets = Partial<Record<Facet, { value: string; n: number }[]>>;

export interface Cell {
  lat: number;
  lon: number;
  n: number;
  killed: Toll | number | null;
  types: Record<string, number>;
  ids: string[];
  from: string | null;
  to: string | null;
  precision: Precision;
}

export interface Area {
  name: string;
  country: string | null;
  lat: number | null;
  lon: number | null;
  n: number;
  killed: Toll | number | null;
  ids: string[];
}

export interface MapAnswer {
  total: number;
  unplaced: number;
  cells: Cell[];
  areas: Area[];
}

export interface Bucket {
  from: string;
  n: number;
  killed: Toll | number | null;
  disputed: number;
}

export interface TimelineAnswer {
  by: 'day' | 'week' | 'month' | 'year';
  first: string | null;
  last: string | null;
  undated: number;
  buckets: Bucket[];
}

export interface Span {
  start: number;
  end: number;
  quote: string;
}

export interface DocumentHead {
  id: string;
  source_id: string | null;
  title: string | null;
  publisher: string | null;
  published: string | null;
  url: string | null;
}

/** Who says something about a field, and in what words. */
export interface Voice {
  /** null: the article's own voice. */
  who: string | null;
  field: string;
  stance?: 'denies' | 'doubts';
  claim: string | null;
  words: string | null;
  start: number | null;
  end: number | null;
}

/** A count as one account has it. */
export interface Figure extends Toll {
  kind: string;
  victims?: string | null;
  source?: string | null;
  says?: string | null;
  who?: string | null;
  words?: string | null;
  source_id?: string | null;
  span?: Span | null;
}

export interface Account {
  document: DocumentHead;
  event: ReadEvent;
  /** By which decisions name it. */
  event_id: string;
  sentence: { text: string; start: number; end: number } | null;
  marks: { start: number; end: number; role: string }[];
  asserts: Voice[];
  denies: Voice[];
  tolls: Figure[];
  copies_of?: string | null;
  /** Whether its words are graphic. */
  graphic: boolean;
}

export interface Said<T> {
  value: T;
  sources: number;
  said_by: string[];
}

export interface MergedIncident {
  incident: string;
  type?: string | null;
  mode?: string | null;
  status?: string;
  days?: Said<[string, string]>[];
  places?: Said<string>[];
  initiators?: Said<string>[];
  recipients?: Said<string>[];
  casualties?: { kind: string; low: number | null; high: number | null; figures: Figure[] }[];
  members?: { source_id: string; event: string; span: Span }[];
  sources?: string[][];
  joins?: { event: { source_id: string; span: Span }; with: { source_id: string; span: Span }; score: number; reasons: string[] }[];
}

export interface Decision {
  seq: string | number;
  at: string;
  verb: string;
  field?: string | null;
  value?: string | null;
  who: string;
  why: string;
  /** Of one that was just made: the incidents that are now where those that it is about were. */
  incidents?: string[];
}

export interface IncidentAnswer {
  summary: Summary;
  incident: MergedIncident;
  corrections: Record<string, { value: string; who: string; why: string; at: string }>;
  decisions: Decision[];
  accounts: Account[];
}

export interface GraphNode {
  id: string;
  name: string;
  kind: string | null;
  country: string | null;
  n: number;
}

export interface GraphEdge {
  source: string;
  target: string;
  /** A PLOVER type, or how they stand to each other: hostile, allied, ... */
  type: string;
  n: number;
  incidents: string[];
  /** Reports that say how they stand to each other. */
  documents?: string[];
}

export interface GraphAnswer {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export interface ClaimItem {
  id: string;
  document: DocumentHead;
  published: string | null;
  /** null: the outlet itself (then the kind is `outlet`), or nobody who is named. */
  speaker: string | null;
  speaker_kind: string | null;
  cue: string | null;
  kind: string;
  stance: 'asserts' | 'denies' | 'doubts';
  text: string | null;
  sentence: { text: string; start: number; end: number } | null;
  incidents: IncidentName[];
  /** Claims that dispute it or that it disputes. */
  disputes: string[];
}

/** Two claims that cannot both be so. */
export interface Dispute {
  claim: ClaimItem;
  against: ClaimItem;
}

export interface OutlookItem {
  id: string;
  document: DocumentHead;
  published: string | null;
  kind: string;
  polarity: 'positive' | 'negative';
  text: string | null;
  speaker: string | null;
  horizon: { from: string | null; to: string | null } | null;
  type: string | null;
  place: string | null;
  outcome: 'open' | 'came' | 'did_not_come' | 'unknown';
  incidents: IncidentName[];
}

/** What a file would hold, and what not. */
export interface ExportExtent {
  rows: number;
  unreviewed: number;
  without_point: number;
  around: number;
  reports: number;
  withheld: number;
  left_out: { why: string; n: number }[];
  accepted_left_out: { incident: IncidentName; why: string }[];
}

export interface ReviewItem {
  summary: Summary;
  risk: number;
  reasons: string[];
  /** Whether an account of it has graphic words. */
  graphic: boolean;
}

// A reading, as `reading.schema.json` says; only what the page shows.

export interface ReadEvent {
  id: string;
  type: { plover: string; mode: string | null };
  status: string;
  when: { from: string | null; to: string | null; precision: string; time?: string | null; inferred?: boolean } | null;
  where: { place: string; inferred?: boolean }[];
  participants: { role: string; kind: string; actor: string | null; span: Span | null; inferred?: boolean }[];
  casualties: (Figure & { span: Span | null })[];
  assertions: { field: string; stance: string; source: string; claim: string | null }[];
  outcome?: { value: string; span: Span | null } | null;
  evidence: Span[];
}

export interface Reading {
  document: { id: string; title: string | null; published: { date: string; basis: string; span?: Span | null } | null; language: string };
  sentences: { start: number; end: number; kind?: string }[];
  times: { id: string; span: Span; type: string; value: string; from: string | null; to: string | null }[];
  places: { id: string; name: string; kind: string; country: string | null; precision: Precision; mentions: Span[] }[];
  actors: { id: string; name: string; kind: string; country: string | null; office?: string | null; mentions: Span[] }[];
  events: ReadEvent[];
  claims: { id: string; source: string | null; source_span?: Span | null; cue?: Span | null; content: Span; kind: string; direct?: boolean; events?: string[] }[];
  links: { type: string; from: string; to: string }[];
  relations: { subject: string; type: string; object: string; tense?: string; source: string | null; evidence: Span }[];
  outlook: { id: string; speaker: string | null; evidence: Span; modality: string; polarity: string; horizon: { from: string | null; to: string | null } | null }[];
}

export interface ArticleAnswer extends DocumentHead {
  text: string;
  reading: Reading;
  /** Where its words are graphic. */
  graphic: { start: number; end: number }[];
  /** Those that it tells of. */
  incidents?: IncidentName[];
}
