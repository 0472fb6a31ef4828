// What passed between two actors, all kinds together: what the graph draws as one line and the list tells in one row.

import type { GraphAnswer, GraphEdge } from './types';

/** All that passed from one actor to another. */
export interface Tie {
  key: string;
  source: string;
  target: string;
  n: number;
  edges: GraphEdge[];
}

export function ties(answer: GraphAnswer): Tie[] {
  const known = new Set(answer.nodes.map((node) => node.id));
  const found = new Map<string, Tie>();
  for (const edge of answer.edges) {
    if (!known.has(edge.source) || !known.has(edge.target)) continue;
    const key = JSON.stringify([edge.source, edge.target]);
    const tie = found.get(key) ?? { key, source: edge.source, target: edge.target, n: 0, edges: [] };
    tie.n += edge.n;
    tie.edges.push(edge);
    found.set(key, tie);
  }
  return [...found.values()].sort((a, b) => b.n - a.n);
}
