// The shapes of countries, from Natural Earth by way of world-atlas, as paths that are drawn once and then only moved and scaled.
//
// The projection is Mercator's: moving and zooming it is moving and scaling, so a path never has to be projected again, and shapes
// are true where people look closely. It enlarges the north; nothing here is told by area of land.

import { geoMercator, geoPath, geoCentroid, geoBounds } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarseUrl from 'world-atlas/countries-110m.json?url';
import fineUrl from 'world-atlas/countries-50m.json?url';

/** The side of the projected world. Large enough that d3 refines long lines as it would on a screen. */
export const SIDE = 1024;

const projection = geoMercator()
  .scale(SIDE / (2 * Math.PI))
  .translate([SIDE / 2, SIDE / 2]);

/** Longitude and latitude to the plane. */
export function project(lon: number, lat: number): [number, number] {
  return projection([lon, Math.max(-85, Math.min(85, lat))])!;
}

export function unproject(x: number, y: number): [number, number] {
  return projection.invert!([x, y])!;
}

export interface Country {
  number: string;
  name: string;
  path: Path2D;
  middle: [number, number];
  /** Width on the plane: when there is room for its name. */
  width: number;
}

export interface World {
  land: Path2D;
  borders: Path2D;
  countries: Map<string, Country>;
}

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

function build(atlas: Atlas): World {
  const trace = (draw: (context: Path2D) => void) => {
    const path = new Path2D();
    draw(path);
    return path;
  };
  // d3's paths want a context's methods for lines, which a Path2D has.
  const draw = (shape: Parameters<ReturnType<typeof geoPath>>[0]) =>
    trace((path) => geoPath(projection, path as unknown as CanvasRenderingContext2D)(shape));
  const countries = new Map<string, Country>();
  for (const shape of feature(atlas, atlas.objects.countries).features) {
    const [lon, lat] = geoCentroid(shape);
    const [[west], [east]] = geoBounds(shape);
    const number = String(shape.id ?? '').padStart(3, '0');
    if (number === '010') continue; // Antarctica: nobody is told of there, and it is half of Mercator's map
    countries.set(number === '000' ? shape.properties.name : number, {
      number,
      name: shape.properties.name,
      path: draw(shape),
      middle: project(lon, lat),
      width: east > west ? ((east - west) / 360) * SIDE : 0,
    });
  }
  const south = (id: unknown) => String(id ?? '').padStart(3, '0') === '010';
  const shapes = { ...atlas.objects.countries, geometries: atlas.objects.countries.geometries.filter((shape) => !south(shape.id)) };
  return {
    land: draw(feature(atlas, shapes)),
    borders: draw(mesh(atlas, shapes, (a, b) => a !== b)),
    countries,
  };
}

const loaded = new Map<string, Promise<World>>();

/** Coarse shapes for the whole, finer ones for a part; each fetched once, when first needed. */
export function world(fine: boolean): Promise<World> {
  const url = fine ? fineUrl : coarseUrl;
  let world = loaded.get(url);
  if (!world) {
    world = fetch(url)
      .then((response) => {
        if (!response.ok) throw new Error(`The map's shapes could not be loaded (${response.status}).`);
        return response.json() as Promise<Atlas>;
      })
      .then(build);
    world.catch(() => loaded.delete(url));
    loaded.set(url, world);
  }
  return world;
}
