// Actors and what passed between them, laid out and drawn by sigma. The same layout for the same data: nothing is left to chance.

import { DirectedGraph } from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import Sigma from 'sigma';
import { colours, leading } from '../map/draw';
import type { Tie } from '../lib/ties';
import type { GraphAnswer } from '../lib/types';

export interface Drawn {
  choose(node: string, tie: string): void;
  recolour(): void;
  kill(): void;
}

export function draw(
  container: HTMLElement,
  answer: GraphAnswer,
  all: Tie[],
  on: { node: (id: string) => void; tie: (key: string) => void; nothing: () => void },
): Drawn {
  const graph = new DirectedGraph();
  // Who stands to nobody in any way is in the list of actors, and would only fill the picture.
  const tied = new Set(all.flatMap((tie) => (tie.source === tie.target ? [] : [tie.source, tie.target])));
  const nodes = answer.nodes.filter((node) => tied.has(node.id));
  const most = Math.max(1, ...nodes.map((node) => node.n));
  nodes.forEach((node, index) => {
    const turn = index * 2.399963; // the golden angle: an even spread to begin with
    const far = Math.sqrt(index + 0.5);
    graph.addNode(node.id, { label: node.name, size: 3.5 + 13 * Math.sqrt(node.n / most), x: far * Math.cos(turn), y: far * Math.sin(turn), country: node.country });
  });
  const strongest = Math.max(1, ...all.map((tie) => tie.n));
  for (const tie of all) {
    if (tie.source === tie.target) continue;
    const types = Object.fromEntries(tie.edges.map((edge) => [edge.type.toUpperCase(), edge.n]));
    graph.addEdgeWithKey(tie.key, tie.source, tie.target, { size: 1 + 4 * Math.sqrt(tie.n / strongest), family: familyOfTie(tie, types), weight: tie.n, type: 'arrow' });
  }
  if (graph.order > 1) {
    // First where everything stands, then (sizes counted) that nothing covers anything.
    const settings = { ...forceAtlas2.inferSettings(graph), gravity: 0.9, scalingRatio: 9, edgeWeightInfluence: 0.5, barnesHutOptimize: graph.order > 300 };
    const iterations = graph.order > 400 ? 150 : 600;
    forceAtlas2.assign(graph, { iterations, settings });
    forceAtlas2.assign(graph, { iterations: iterations / 5, settings: { ...settings, adjustSizes: true } });
  }

  let c = colours(container);
  let chosenNode = '';
  let chosenTie = '';
  const near = () => {
    if (chosenNode && graph.hasNode(chosenNode)) return new Set([chosenNode, ...graph.neighbors(chosenNode)]);
    if (chosenTie && graph.hasEdge(chosenTie)) return new Set(graph.extremities(chosenTie));
    return null;
  };
  let lit = near();

  const sigma = new Sigma(graph, container, {
    enableEdgeEvents: true,
    labelFont: 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif',
    labelSize: 12,
    labelColor: { color: c.ink! },
    labelRenderedSizeThreshold: 5,
    labelDensity: 0.9,
    defaultEdgeType: 'arrow',
    zIndex: true,
    minEdgeThickness: 1.4,
    defaultDrawNodeHover: (context, data) => {
      // The library draws a white box, which the dark theme cannot have.
      context.font = '600 12px system-ui, "Noto Sans", "DejaVu Sans", sans-serif';
      const wide = data.label ? context.measureText(data.label).width : 0;
      context.fillStyle = c.sheet!;
      context.strokeStyle = c['line-strong']!;
      context.beginPath();
      context.roundRect(data.x - data.size - 3, data.y - 12, wide + 2 * data.size + 14, 24, 12);
      context.fill();
      context.stroke();
      context.fillStyle = c.ink!;
      context.beginPath();
      context.arc(data.x, data.y, data.size, 0, 2 * Math.PI);
      context.fill();
      if (data.label) context.fillText(data.label, data.x + data.size + 4, data.y + 4);
    },
    nodeReducer: (node, data) => {
      const dim = lit && !lit.has(node);
      return { ...data, color: dim ? c['border']! : node === chosenNode ? c.accent! : c['ink-2']!, label: dim ? '' : data.label, zIndex: dim ? 0 : 1, forceLabel: lit?.has(node) ?? false };
    },
    edgeReducer: (edge, data) => {
      const [a, b] = graph.extremities(edge);
      const on = chosenTie ? edge === chosenTie : chosenNode ? a === chosenNode || b === chosenNode : true;
      return { ...data, color: on ? c[data.family as string]! : c['border']!, zIndex: on ? 1 : 0, hidden: !on && lit !== null && graph.size > 400 };
    },
  });
  sigma.on('clickNode', ({ node }) => on.node(node));
  sigma.on('clickEdge', ({ edge }) => on.tie(edge));
  sigma.on('clickStage', () => on.nothing());
  sigma.on('enterNode', () => (container.dataset.over = 'true'));
  sigma.on('leaveNode', () => delete container.dataset.over);
  sigma.on('enterEdge', () => (container.dataset.over = 'true'));
  sigma.on('leaveEdge', () => delete container.dataset.over);

  return {
    choose(node, tie) {
      chosenNode = node;
      chosenTie = tie;
      lit = near();
      sigma.refresh({ skipIndexation: true });
    },
    recolour() {
      c = colours(container);
      sigma.setSetting('labelColor', { color: c.ink! });
      sigma.refresh({ skipIndexation: true });
    },
    kill: () => sigma.kill(),
  };
}

/** Relations of readings (hostile, allied ...) fall into the same families as events. */
const RELATIONS: Record<string, string> = {
  HOSTILE: 'violence',
  OPPOSES: 'words',
  EXPELLED: 'coercion',
  CONTROLS: 'coercion',
  ALLIED: 'cooperation',
  SUPPORTS: 'cooperation',
  MEDIATES: 'cooperation',
  COOPERATES: 'cooperation',
  NEGOTIATES: 'cooperation',
};

export function familyOfTie(tie: Tie, types: Record<string, number>): string {
  const strongest = [...tie.edges].sort((a, b) => b.n - a.n)[0];
  return (strongest && RELATIONS[strongest.type.toUpperCase()]) || leading(types);
}
