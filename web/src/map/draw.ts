// Drawing the map. What is known to the place is a disc; what is known to be near one has a ring around it; what is known only by
// area is hatched and never a point.

import { countryNumber } from '../lib/countries';
import type { Area, Cell } from '../lib/types';
import { familyOf, FAMILIES, least, short } from '../lib/words';
import { project, SIDE, type World } from './world';

/** The middle of the view on the plane, and pixels for each unit of it. */
export interface Eye {
  x: number;
  y: number;
  scale: number;
}

export interface Disc {
  x: number;
  y: number;
  r: number;
  cell: Cell;
}

export interface Patch {
  x: number;
  y: number;
  /** Of the dashed ring; 0 where the country's own shape is hatched. */
  r: number;
  country: string | null;
  area: Area;
}

export interface Scene {
  discs: Disc[];
  patches: Patch[];
}

export interface Colours {
  [name: string]: string;
}

const NAMES = ['sea', 'land', 'border', 'ink', 'ink-2', 'ink-3', 'accent', 'sheet', 'paper', 'line-strong', ...FAMILIES.map((family) => family.key)];

/** The colours as they are now. A token may hold two, for light and for dark: what a property makes of it is one. */
export function colours(element: Element): Colours {
  const probe = element.appendChild(document.createElement('i'));
  probe.hidden = true;
  const style = getComputedStyle(probe);
  const all = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, style.color];
  });
  probe.remove();
  return Object.fromEntries(all) as Colours;
}

export function toScreen(eye: Eye, width: number, height: number, x: number, y: number): [number, number] {
  return [(x - eye.x) * eye.scale + width / 2, (y - eye.y) * eye.scale + height / 2];
}

/** The family that most incidents of a cell belong to. */
export function leading(types: Record<string, number>): string {
  const sums = new Map<string, number>();
  for (const [type, n] of Object.entries(types)) sums.set(familyOf(type).key, (sums.get(familyOf(type).key) ?? 0) + n);
  let best = 'words';
  let most = 0;
  for (const { key } of FAMILIES) {
    const n = sums.get(key) ?? 0;
    if (n > most) [best, most] = [key, n];
  }
  return best;
}

/** Areas of discs tell numbers; where there are many, those of the largest are kept to what a map can bear. */
function radius(n: number, most: number): number {
  return 4.5 + Math.min(2.6, 19 / Math.sqrt(most)) * Math.sqrt(n);
}

/** Where everything stands on the screen. */
export function layOut(cells: readonly Cell[], areas: readonly Area[], eye: Eye, width: number, height: number, world: World | null): Scene {
  const most = Math.max(1, ...cells.map((cell) => cell.n));
  const discs = cells.map((cell) => {
    const [x, y] = toScreen(eye, width, height, ...project(cell.lon, cell.lat));
    return { x, y, r: Math.max(cell.n > 1 ? 7 : 0, radius(cell.n, most)), cell };
  });
  // Large ones first, so that small ones lie on top and can be pointed at.
  discs.sort((a, b) => b.r - a.r);
  const patches = areas.flatMap((area): Patch[] => {
    const number = area.country ? countryNumber(area.country) : undefined;
    const country = number ? world?.countries.get(number) : undefined;
    if (area.lat !== null && area.lon !== null) {
      const [x, y] = toScreen(eye, width, height, ...project(area.lon, area.lat));
      // About as wide as a region is (120 km), and never too small to be seen.
      const r = Math.max(13 + Math.min(9, Math.sqrt(area.n)), Math.min(160, (1.1 / 360) * SIDE * eye.scale));
      return [{ x, y, r, country: null, area }];
    }
    if (!country) return [];
    const [x, y] = toScreen(eye, width, height, ...country.middle);
    return [{ x, y, r: 0, country: number!, area }];
  });
  // Several areas of one country without a place share its label.
  const seen = new Map<string, number>();
  for (const patch of patches) {
    if (!patch.country) continue;
    const nth = seen.get(patch.country) ?? 0;
    seen.set(patch.country, nth + 1);
    patch.y += nth * 19;
  }
  return { discs, patches };
}

let hatch: { key: string; pattern: CanvasPattern | null } | null = null;

function hatching(context: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern | null {
  const key = `${colour} ${ratio}`;
  if (hatch?.key === key) return hatch.pattern;
  const side = Math.round(7 * ratio);
  const tile = new OffscreenCanvas(side, side);
  const pen = tile.getContext('2d')!;
  pen.strokeStyle = colour;
  pen.lineWidth = ratio;
  pen.beginPath();
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift - 1, side + 1);
    pen.lineTo(shift + side + 1, -1);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
  hatch = { key, pattern };
  return pattern;
}

export interface Marks {
  /** Of the disc or patch under the pointer. */
  hovered: Cell | Area | null;
  /** The open incident. */
  open: string;
  /** The marked part of the map. */
  frame: [number, number, number, number] | null;
}

export function draw(
  context: CanvasRenderingContext2D,
  ratio: number,
  width: number,
  height: number,
  eye: Eye,
  world: World | null,
  scene: Scene,
  c: Colours,
  marks: Marks,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = c.sea!;
  context.fillRect(0, 0, width, height);
  const plane = () => {
    const s = ratio * eye.scale;
    context.setTransform(s, 0, 0, s, ratio * (width / 2 - eye.x * eye.scale), ratio * (height / 2 - eye.y * eye.scale));
  };
  const screen = () => context.setTransform(ratio, 0, 0, ratio, 0, 0);

  if (world) {
    plane();
    context.fillStyle = c.land!;
    context.fill(world.land);
    context.strokeStyle = c.border!;
    context.lineWidth = 0.8 / eye.scale;
    context.lineJoin = 'round';
    context.stroke(world.land);
    context.stroke(world.borders);
  }

  // Areas: hatched shapes, outlined in dashes.
  const pattern = hatching(context, c['ink-3']!, ratio);
  const hatched = new Set<string>();
  for (const patch of scene.patches) {
    const hovered = marks.hovered === patch.area;
    if (patch.country) {
      if (hatched.has(patch.country)) continue;
      hatched.add(patch.country);
      const shape = world?.countries.get(patch.country);
      if (!shape || !pattern) continue;
      context.save();
      plane();
      context.clip(shape.path);
      screen();
      context.globalAlpha = hovered ? 0.5 : 0.28;
      context.fillStyle = pattern;
      context.fillRect(0, 0, width, height);
      context.restore();
      continue;
    }
    screen();
    context.beginPath();
    context.arc(patch.x, patch.y, patch.r, 0, 2 * Math.PI);
    context.globalAlpha = hovered ? 0.7 : 0.4;
    context.fillStyle = pattern ?? c['ink-3']!;
    context.fill();
    context.globalAlpha = 1;
    context.setLineDash([4, 3]);
    context.lineWidth = hovered ? 1.8 : 1.1;
    context.strokeStyle = c['ink-2']!;
    context.stroke();
    context.setLineDash([]);
  }
  screen();

  // Names where there is room.
  if (world) {
    context.font = '11px system-ui, "Noto Sans", "DejaVu Sans", sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    for (const country of world.countries.values()) {
      const room = country.width * eye.scale;
      if (room < 70 || room > 2400) continue;
      const [x, y] = toScreen(eye, width, height, ...country.middle);
      if (x < -60 || y < -10 || x > width + 60 || y > height + 10) continue;
      if (context.measureText(country.name).width > room) continue;
      context.strokeStyle = c.land!;
      context.lineWidth = 3;
      context.strokeText(country.name, x, y - 12);
      context.fillStyle = c['ink-3']!;
      context.fillText(country.name, x, y - 12);
    }
  }

  if (marks.frame) {
    const [west, south, east, north] = marks.frame;
    const [x1, y1] = toScreen(eye, width, height, ...project(west, north));
    const [x2, y2] = toScreen(eye, width, height, ...project(east, south));
    context.strokeStyle = c.accent!;
    context.lineWidth = 1.5;
    context.setLineDash([6, 4]);
    context.strokeRect(x1, y1, x2 - x1, y2 - y1);
    context.setLineDash([]);
  }

  // Where numbers stand: those of areas keep clear of them.
  const taken: [number, number, number, number][] = [];
  const isFree = (x: number, y: number) => taken.every(([tx, ty, w, h]) => Math.abs(tx - x) > (w + 20) / 2 || Math.abs(ty - y) > (h + 16) / 2);
  for (const { x, y, r, cell } of scene.discs) {
    if (x < -50 || y < -50 || x > width + 50 || y > height + 50) continue;
    const colour = c[leading(cell.types)]!;
    if (cell.precision !== 'exact') {
      context.beginPath();
      context.arc(x, y, r + 4, 0, 2 * Math.PI);
      context.setLineDash([2, 3]);
      context.strokeStyle = colour;
      context.lineWidth = 1.2;
      context.stroke();
      context.setLineDash([]);
    }
    const hovered = marks.hovered === cell;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.globalAlpha = hovered ? 1 : 0.86;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = hovered ? c.ink! : c.sheet!;
    context.lineWidth = hovered ? 1.8 : 1.2;
    context.stroke();
    if (marks.open && cell.ids.includes(marks.open)) {
      context.beginPath();
      context.arc(x, y, r + 7, 0, 2 * Math.PI);
      context.strokeStyle = c.accent!;
      context.lineWidth = 2;
      context.stroke();
    }
    if (cell.n > 1) {
      label(context, short(cell.n), x, y + 0.5, r > 11 ? 11.5 : 10, c.sheet!, colour);
      taken.push([x, y, 22, 16]);
    }
  }

  for (const patch of scene.patches) {
    // On the ring where there is room, the upper right first; one that has none is told by pointing at it.
    const off = patch.r * Math.SQRT1_2;
    const corners = [[off, -off], [-off, -off], [off, off], [-off, off], [0, -patch.r], [0, patch.r]] as const;
    const corner = (patch.r === 0 ? corners.slice(0, 1) : corners).find(([dx, dy]) => isFree(patch.x + dx, patch.y + dy));
    if (corner) {
      label(context, short(patch.area.n), patch.x + corner[0], patch.y + corner[1], 11, c.ink!, c.land!, true);
      taken.push([patch.x + corner[0], patch.y + corner[1], 22, 16]);
    }
    if (marks.open && patch.area.ids.includes(marks.open)) {
      context.beginPath();
      context.arc(patch.x, patch.y, Math.max(14, patch.r + 3), 0, 2 * Math.PI);
      context.strokeStyle = c.accent!;
      context.lineWidth = 2;
      context.stroke();
    }
  }
}

function label(context: CanvasRenderingContext2D, words: string, x: number, y: number, size: number, ink: string, halo: string, boxed = false): void {
  context.font = `600 ${size}px system-ui, "Noto Sans", "DejaVu Sans", sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  if (boxed) {
    const wide = context.measureText(words).width + 8;
    context.beginPath();
    context.roundRect(x - wide / 2, y - 8, wide, 16, 4);
    context.fillStyle = halo;
    context.fill();
    context.strokeStyle = ink;
    context.lineWidth = 0.8;
    context.setLineDash([2, 2]);
    context.stroke();
    context.setLineDash([]);
  }
  context.fillStyle = ink;
  context.fillText(words, x, y);
}

/** What lies under a point; discs before areas, the smallest first. */
export function under(scene: Scene, x: number, y: number): Cell | Area | null {
  for (let i = scene.discs.length - 1; i >= 0; i--) {
    const disc = scene.discs[i]!;
    if (Math.hypot(disc.x - x, disc.y - y) <= disc.r + 3) return disc.cell;
  }
  for (const patch of scene.patches) {
    const off = patch.r * Math.SQRT1_2;
    if (Math.hypot(patch.x - x, patch.y - y) <= Math.max(patch.r, 14) || Math.hypot(patch.x + off - x, patch.y - off - y) <= 12) return patch.area;
  }
  return null;
}

/** At least so many killed, of cells and areas alike. */
export function killed(mark: Cell | Area): number {
  return least(mark.killed);
}
