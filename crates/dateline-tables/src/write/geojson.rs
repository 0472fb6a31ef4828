//! GeoJSON (RFC 7946). A place that is known is a point; "near" a place is the land around it, never a pin; a district, a
//! province or a country has no geometry here, since its borders are not known to the program.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::jsonl::object;
use crate::{Row, Table};

/// What "near" may mean, in kilometres: UCDP's precision 2.
const NEAR_KM: f64 = 25.0;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.32;
const CORNERS: u32 = 24;

pub(super) fn write(table: &Table<'_>, mut out: impl Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (at, row) in table.rows.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        let feature = json!({
            "type": "Feature",
            "id": row.incident,
            "geometry": geometry(row),
            "properties": object(table, row),
        });
        serde_json::to_writer(&mut out, &feature)?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn geometry(row: &Row) -> Json {
    match row.point {
        None => Json::Null,
        Some((lat, lon)) if !row.is_area => json!({"type": "Point", "coordinates": [lon, lat]}),
        Some((lat, lon)) => around(lat, lon),
    }
}

/// A circle as a polygon, counterclockwise and closed. None at the poles and at the 180th meridian, which it would cross.
fn around(lat: f64, lon: f64) -> Json {
    let tall = NEAR_KM / DEGREE_KM;
    let wide = tall / lat.to_radians().cos();
    if lat.abs() + tall >= 90.0 || lon.abs() + wide > 180.0 {
        return Json::Null;
    }
    let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
    let corner = |i: u32| {
        let angle = f64::from(i % CORNERS) / f64::from(CORNERS) * std::f64::consts::TAU;
        [round(lon + wide * angle.cos()), round(lat + tall * angle.sin())]
    };
    json!({"type": "Polygon", "coordinates": [(0..=CORNERS).map(corner).collect::<Vec<_>>()]})
}
