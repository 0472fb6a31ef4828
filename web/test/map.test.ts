import { describe, expect, it } from 'vitest';
import { ties } from '../src/lib/ties';
import type { Area, Cell } from '../src/lib/types';
import { layOut, leading, toScreen, under, type Eye } from '../src/map/draw';
import { project, SIDE, unproject } from '../src/map/world';

const eye: Eye = { x: SIDE / 2, y: SIDE / 2, scale: 1 };
const cell = (lat: number, lon: number, n: number): Cell => ({ lat, lon, n, killed: 0, types: { ASSAULT: n }, ids: [], from: null, to: null, precision: 'exact' });
const area = (lat: number | null, lon: number | null): Area => ({ name: 'north', country: 'MLI', lat, lon, n: 1, killed: null, ids: [] });

describe('the projection', () => {
  it.each([
    [0, 0],
    [-1.5, 14.3],
    [179, -84],
    [-179, 84],
  ])('goes there and back: %d, %d', (lon, lat) => {
    const [x, y] = project(lon, lat);
    const [backLon, backLat] = unproject(x, y);
    expect(backLon).toBeCloseTo(lon, 6);
    expect(backLat).toBeCloseTo(lat, 6);
  });
  it('puts the middle of the world into the middle of the view', () => {
    const [x, y] = toScreen(eye, 600, 400, ...project(0, 0));
    expect(x).toBeCloseTo(300);
    expect(y).toBeCloseTo(200);
  });
  it('does not leave the world at the poles', () => expect(project(0, 90)[1]).toBe(project(0, 85)[1]));
});

describe('what lies under a point', () => {
  const at = (lat: number, lon: number) => toScreen(eye, 600, 400, ...project(lon, lat));

  it('is the smaller of two discs that overlap', () => {
    const [large, small] = [cell(10, 10, 400), cell(10, 10.5, 1)];
    const scene = layOut([small, large], [], eye, 600, 400, null);
    expect(under(scene, ...at(10, 10.5))).toBe(small);
    const [x, y] = at(10, 10);
    expect(under(scene, x - 15, y)).toBe(large);
  });
  it('is an area where no disc is, and nothing elsewhere', () => {
    const region = area(20, 0);
    const scene = layOut([], [region], eye, 600, 400, null);
    expect(under(scene, ...at(20, 0))).toBe(region);
    expect(under(scene, 5, 5)).toBeNull();
  });
  it('is no point for an area that has none and whose country has no shape here', () => {
    expect(layOut([], [area(null, null)], eye, 600, 400, null).patches).toEqual([]);
  });
  it('keeps the largest disc to what a map can bear', () => {
    const radius = (n: number, most: number) => layOut([cell(0, 0, n), cell(0, 0, most)], [], eye, 600, 400, null).discs.find((disc) => disc.cell.n === n)!.r;
    expect(radius(20000, 20000)).toBeLessThan(26);
    expect(radius(5, 20000)).toBeGreaterThanOrEqual(7);
  });
});

describe('families of a cell', () => {
  it.each([
    [{ ASSAULT: 2, AGREE: 1, AID: 2 }, 'cooperation'],
    [{ ASSAULT: 2, PROTEST: 2 }, 'violence'],
    [{}, 'words'],
  ])('%j is led by %s', (types, expected) => expect(leading(types as Record<string, number>)).toBe(expected));
});

describe('ties', () => {
  it('are all that passed one way between two, the strongest first; ends that are not there are left out', () => {
    const nodes = ['a', 'b', 'c"]'].map((id) => ({ id, name: id, kind: null, country: null, n: 1 }));
    const edge = (source: string, target: string, type: string, n: number) => ({ source, target, type, n, incidents: [] });
    const found = ties({ nodes, edges: [edge('a', 'b', 'ASSAULT', 1), edge('b', 'a', 'ASSAULT', 2), edge('a', 'b', 'hostile', 3), edge('a', 'gone', 'AID', 9), edge('c"]', 'a', 'AID', 1)] });
    expect(found.map((tie) => [tie.source, tie.target, tie.n, tie.edges.length])).toEqual([
      ['a', 'b', 4, 2],
      ['b', 'a', 2, 1],
      ['c"]', 'a', 1, 1],
    ]);
  });
});
