//! Tables of invented reports, read back by readers that are not ours, and compared with the published lists of columns.

mod common;

use std::collections::HashMap;

use common::{PROFILES, READER, document, export, merged, raid, rows};
use dateline::Document;
use dateline_tables::{Coarsen, Format, Options, Review, Table, protection};
use serde_json::Value as Json;

/// Invented reports of invented events in real places.
fn reports() -> Vec<Document> {
    let mut reports = raid();
    reports.extend([
        document(
            "herald",
            "2026-03-11",
            "Thousands of people demonstrated in Nairobi on Tuesday against rising prices. Police fired tear gas at the \
             protesters.",
        ),
        document(
            "courier",
            "2026-03-12",
            "Al-Shabaab fighters killed dozens of Somali soldiers in an ambush near Baidoa on Wednesday, residents said.",
        ),
        document(
            "gazette",
            "2026-03-12",
            "The government of Ghana agreed on Wednesday in Accra to cooperate with the government of Togo.",
        ),
    ]);
    reports
}

fn published(profile: &str) -> Vec<String> {
    let path = format!("{}/tests/published/{profile}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|l| !l.starts_with("# ")).map(str::to_owned).collect()
}

#[test]
fn columns_are_those_that_the_projects_publish() {
    let names = |profile: &str| -> Vec<String> {
        READER.lexicon().exports.get(profile).unwrap().columns.iter().map(|c| c.name.clone()).collect()
    };
    for profile in ["acled", "ucdp", "polecat", "gdelt"] {
        assert_eq!(names(profile), published(profile), "{profile}");
    }
    // PLOVER's records have objects within, whose fields are columns of their own here.
    let mut plover: Vec<String> = names("plover").iter().map(|n| n.split('.').next().unwrap().to_owned()).collect();
    plover.dedup();
    assert_eq!(plover, published("plover"));
    let hxl: Vec<String> =
        READER.lexicon().exports.get("hxl").unwrap().columns.iter().filter_map(|c| c.tag.clone()).collect();
    for tag in published("hxl") {
        assert!(hxl.contains(&tag), "{tag}");
    }
    assert!(hxl.iter().all(|tag| tag.starts_with('#') && !tag.contains(' ')), "{hxl:?}");
}

#[test]
fn text_tables_read_back_as_written() {
    let reports = reports();
    for profile in PROFILES {
        let own = READER.lexicon().exports.get(profile).unwrap();
        let bytes = export(&reports, profile, Format::Csv, Options::default(), false);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(own.delimiter as u8)
            .has_headers(false)
            .quoting(own.delimiter != '\t')
            .flexible(false)
            .from_reader(bytes.as_slice());
        let records: Vec<csv::StringRecord> =
            reader.records().collect::<Result<_, _>>().unwrap_or_else(|e| panic!("{profile}: {e}"));
        let heads = usize::from(own.header) + usize::from(own.tags);
        assert!(records.len() > heads, "{profile} has no rows");
        assert!(records.iter().all(|r| r.len() == own.columns.len()), "{profile}");
        if own.header {
            assert!(records[0].iter().eq(own.columns.iter().map(|c| c.name.as_str())), "{profile}");
        }
        // The same incidents in each form.
        let jsonl = String::from_utf8(export(&reports, profile, Format::Jsonl, Options::default(), false)).unwrap();
        let objects: Vec<Json> = jsonl.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(objects.len(), records.len() - heads, "{profile}");
        for (record, object) in records[heads..].iter().zip(&objects) {
            for (column, cell) in own.columns.iter().zip(record) {
                let value = column.name.split('.').fold(object, |within, part| &within[part]);
                match value {
                    Json::Null => assert_eq!(cell, own.missing, "{profile} {}", column.name),
                    Json::Array(values) if values.is_empty() => {
                        assert_eq!(cell, own.missing, "{profile} {}", column.name);
                    }
                    Json::Number(n) => assert_eq!(cell.parse::<f64>().ok(), n.as_f64(), "{profile} {}", column.name),
                    Json::String(text) => assert_eq!(cell.trim_start_matches('\''), text, "{profile} {}", column.name),
                    _ => assert!(!cell.is_empty(), "{profile} {}", column.name),
                }
            }
        }
    }
}

#[test]
fn parquet_reads_back_as_written() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    for profile in PROFILES {
        let own = READER.lexicon().exports.get(profile).unwrap();
        let bytes = export(&reports(), profile, Format::Parquet, Options::default(), false);
        let file = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let text = rows(&reports(), profile);
        let stored: Vec<parquet::record::Row> = file.get_row_iter(None).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(stored.len(), text.len(), "{profile}");
        for (row, text) in stored.iter().zip(&text) {
            assert!(row.get_column_iter().map(|(name, _)| name).eq(own.columns.iter().map(|c| &c.name)), "{profile}");
            for (name, value) in row.get_column_iter() {
                let cell = &text[name];
                match value {
                    Field::Null => assert_eq!(*cell, own.missing, "{profile} {name}"),
                    Field::Long(n) => assert_eq!(cell.parse(), Ok(*n), "{profile} {name}"),
                    Field::Double(n) => assert_eq!(cell.parse(), Ok(*n), "{profile} {name}"),
                    Field::Str(words) => assert_eq!(cell.trim_start_matches('\''), words, "{profile} {name}"),
                    other => panic!("{profile} {name}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn acled_rows_follow_its_rules() {
    let rows = rows(&reports(), "acled");
    let row = |key: &str, value: &str| {
        rows.iter().find(|r| r[key] == value).unwrap_or_else(|| panic!("{key} {value}: {rows:#?}"))
    };
    // Two accounts of one attack: the lowest figure stands, and civilians are its aim.
    check(
        row("sub_event_type", "Attack"),
        &[
            ("event_date", "2026-03-09"),
            ("disorder_type", "Political violence"),
            ("actor1", "Unidentified Armed Group (Mali)"),
            ("inter1", "Political militia"),
            ("actor2", "Civilians (Mali)"),
            ("interaction", "Political militia-Civilians"),
            ("civilian_targeting", "Civilian targeting"),
            ("country", "Mali"),
            ("iso", "466"),
            ("region", "Western Africa"),
            ("admin1", "Mopti"),
            ("geo_precision", "2"),
            ("fatalities", "14"),
            ("admin3", ""),
            ("timestamp", ""),
        ],
    );
    // "Dozens" count as twelve; the group is known by its name.
    check(
        row("country", "Somalia"),
        &[
            ("event_type", "Battles"),
            ("fatalities", "12"),
            ("actor1", "al-Shabaab"),
            ("inter1", "Rebel group"),
            ("actor2", "Military Forces of Somalia"),
        ],
    );
    check(
        row("event_type", "Protests"),
        &[
            ("actor1", "Protesters (Kenya)"),
            ("disorder_type", "Demonstrations"),
            ("fatalities", "0"),
            ("location", "Nairobi"),
            ("geo_precision", "1"),
        ],
    );
    for row in &rows {
        assert!(row["event_id_cnty"][3..].bytes().all(|b| b.is_ascii_digit()), "{}", row["event_id_cnty"]);
        assert!(row["notes"].ends_with("[not reviewed]"), "{}", row["notes"]);
    }
}

#[test]
fn ucdp_rows_have_two_sides_and_dead() {
    let rows = rows(&reports(), "ucdp");
    assert_eq!(rows.len(), 1, "{rows:#?}");
    // Without a rule for "dozens" the least that the word allows.
    check(
        &rows[0],
        &[
            ("type_of_violence", "1"),
            ("side_a", "Government of Somalia"),
            ("side_b", "al-Shabaab"),
            ("dyad_name", "Government of Somalia - al-Shabaab"),
            ("deaths_a", "24"),
            ("deaths_b", "0"),
            ("best", "24"),
            ("country_id", "520"),
            ("gwnoa", "520"),
            ("gwnob", ""),
            ("region", "Africa"),
            ("date_start", "2026-03-11 00:00:00.000"),
            ("conflict_name", ""),
        ],
    );
}

#[test]
fn other_codes_cross_over() {
    let reports = reports();
    let plover = rows(&reports, "polecat");
    let agree = plover.iter().find(|r| r["Event Type"] == "AGREE").unwrap();
    check(
        agree,
        &[
            ("Quad Code", "VERBAL COOPERATION"),
            ("Country", "GHA"),
            ("Actor Country", "GHA"),
            ("Actor COW", "452"),
            ("Wikipedia Actor ID", "None"),
        ],
    );
    let gdelt = rows(&reports, "gdelt");
    let agree = gdelt.iter().find(|r| r["EventRootCode"] == "05" || r["EventRootCode"] == "03").unwrap();
    check(
        agree,
        &[
            ("QuadClass", "1"),
            ("ActionGeo_CountryCode", "GH"),
            ("ActionGeo_Type", "4"),
            ("SQLDATE", "20260311"),
            ("AvgTone", ""),
        ],
    );
    let protest = gdelt.iter().find(|r| r["EventRootCode"] == "14").unwrap();
    check(
        protest,
        &[("QuadClass", "4"), ("GoldsteinScale", "-6.5"), ("ActionGeo_CountryCode", "KE"), ("MonthYear", "202603")],
    );
}

fn check(row: &HashMap<String, String>, expected: &[(&str, &str)]) {
    for (column, value) in expected {
        assert_eq!(row[*column], *value, "{column} of {row:#?}");
    }
}

#[test]
fn maps_are_valid_and_show_no_pin_where_there_is_an_area() {
    for profile in PROFILES {
        let bytes = export(&reports(), profile, Format::Geojson, Options::default(), false);
        let map: Json = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(map["type"], "FeatureCollection");
        for feature in map["features"].as_array().unwrap() {
            assert_eq!(feature["type"], "Feature");
            assert!(feature["properties"].is_object());
            let geometry = &feature["geometry"];
            match geometry["type"].as_str() {
                None => assert!(geometry.is_null()),
                Some("Point") => position(&geometry["coordinates"]),
                Some("Polygon") => {
                    let rings = geometry["coordinates"].as_array().unwrap();
                    assert_eq!(rings.len(), 1);
                    let ring = rings[0].as_array().unwrap();
                    assert!(ring.len() >= 4 && ring.first() == ring.last());
                    ring.iter().for_each(position);
                    // RFC 7946: the outer ring is counterclockwise.
                    let at = |p: &Json, i: usize| p[i].as_f64().unwrap();
                    let doubled: f64 =
                        ring.windows(2).map(|w| at(&w[0], 0) * at(&w[1], 1) - at(&w[1], 0) * at(&w[0], 1)).sum();
                    assert!(doubled > 0.0);
                }
                Some(other) => panic!("{other}"),
            }
        }
    }
    let map: Json =
        serde_json::from_slice(&export(&reports(), "acled", Format::Geojson, Options::default(), false)).unwrap();
    let of = |country: &str| {
        let feature =
            map["features"].as_array().unwrap().iter().find(|f| f["properties"]["country"] == country).unwrap();
        feature["geometry"]["type"].clone()
    };
    // Near a town; in a town.
    assert_eq!(of("Somalia"), "Polygon");
    assert_eq!(of("Kenya"), "Point");
}

fn position(position: &Json) {
    let (lon, lat) = (position[0].as_f64().unwrap(), position[1].as_f64().unwrap());
    assert!((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat), "{position}");
}

#[test]
fn coordinates_are_no_finer_than_known() {
    let text = "Gunmen killed two guards at a hospital in Baidoa on Wednesday. A bomb wounded six soldiers in Kismayo on Tuesday. \
                Rebels attacked troops in the Gedo region of Somalia on Monday.";
    let reports = [document("courier", "2026-03-12", text)];
    for (coarsen, finest) in [(Coarsen::No, 4), (Coarsen::All, 1)] {
        let options = Options { coarsen, ..Options::default() };
        let bytes = export(&reports, "acled", Format::Csv, options, false);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let mut points = 0;
        for record in reader.deserialize::<HashMap<String, String>>() {
            let row = record.unwrap();
            let digits = row["latitude"].split_once('.').map_or(0, |(_, digits)| digits.len());
            assert!(digits <= finest, "{row:?}");
            points += usize::from(!row["latitude"].is_empty());
            assert_eq!(row["latitude"].is_empty(), row["longitude"].is_empty());
            assert!(row["geo_precision"] != "3" || row["latitude"].is_empty(), "a province is no point: {row:?}");
        }
        assert!(points > 0);
    }
}

#[test]
fn rows_may_be_held_back() {
    let reports = reports();
    let (incidents, accounts) = merged(&reports, false);
    let lexicon = READER.lexicon();
    let profile = lexicon.exports.get("acled").unwrap();
    let count = |options: Options, review: Review| {
        Table::new(&incidents, &accounts, lexicon, profile, options, |_| review).rows.len()
    };
    let all = count(Options::default(), Review::Unreviewed);
    assert!(all >= 4);
    assert_eq!(count(Options { reviewed_only: true, ..Options::default() }, Review::Unreviewed), 0);
    assert_eq!(count(Options { reviewed_only: true, ..Options::default() }, Review::Reviewed), all);
    assert_eq!(count(Options::default(), Review::Rejected), 0);
    // What happened on Wednesday moves still.
    let until = Some("2026-03-10".parse().unwrap());
    let early = count(Options { until, ..Options::default() }, Review::Unreviewed);
    assert!(early > 0 && early < all, "{early} of {all}");
}

#[test]
fn what_was_accepted_and_makes_no_row_is_told() {
    let text = "The minister threatened to close the border with Togo, he said in Ouagadougou on Monday.";
    let (incidents, accounts) = merged(&[document("agency", "2026-03-10", text)], false);
    let lexicon = READER.lexicon();
    let profile = lexicon.exports.get("acled").unwrap();
    let table = Table::new(&incidents, &accounts, lexicon, profile, Options::default(), |_| Review::Reviewed);
    assert!(table.rows.is_empty() && !table.accepted_left_out.is_empty(), "{table:#?}");
    let (incident, why) = &table.accepted_left_out[0];
    assert_eq!(*incident, incidents[0].incident);
    assert!(why.contains("has no sub_event_type here"), "{why}");
}

#[test]
fn what_did_not_happen_makes_no_row() {
    let text = "The army denied that its soldiers had killed five villagers in Sampara on Monday. Rebels threatened to attack Mopti \
                next week. Gunmen may have planned to abduct a priest.";
    let reports = [document("agency", "2026-03-10", text)];
    for profile in ["acled", "ucdp", "hxl"] {
        let rows = rows(&reports, profile);
        assert!(rows.is_empty(), "{profile}: {rows:#?}");
    }
}

#[test]
fn the_same_reports_make_the_same_bytes() {
    for profile in PROFILES {
        let once = export(&reports(), profile, Format::Csv, Options::default(), false);
        assert_eq!(once, export(&reports(), profile, Format::Csv, Options::default(), false), "{profile}");
    }
}

#[test]
fn a_note_goes_with_each_table() {
    let mut reports = reports();
    reports.push(Document {
        publisher: Some("The agency".into()),
        ..document(
            "bureau",
            "2026-03-12",
            "Translated from Arabic\n\nGunmen attacked Tessit, Mali, on Monday, killing two people.",
        )
    });
    let raid = "Gunmen attacked Tessit, Mali, on Wednesday, killing two people.";
    reports.push(Document { translated_from: Some("fr".into()), ..document("bourse", "2026-03-12", raid) });
    let (incidents, accounts) = merged(&reports, false);
    let lexicon = READER.lexicon();
    let profile = lexicon.exports.get("acled").unwrap();
    let options = Options { coarsen: Coarsen::Sites, ..Options::default() };
    let table = Table::new(&incidents, &accounts, lexicon, profile, options, |_| Review::Unreviewed);
    let note = protection::note(&table, &accounts, "acled", options, false);
    for words in [
        "## Purpose",
        "not for targeting",
        "names of private persons",
        "Made by: dateline",
        "Vintage: reports published from 2026-03-10",
        "| en | The agency | 2 | 1 (ar 1) | 2026-03-10 | 2026-03-12 |",
        "| en | The bourse | 1 | 1 (fr 1) | 2026-03-12 | 2026-03-12 |",
        "| en | The radio | 1 | 0 | 2026-03-11 | 2026-03-11 |",
        "reports, translations: 2 (ar 1, fr 1)",
        "tenth of a degree for hospitals",
        "no zero",
        "correction",
    ] {
        assert!(note.to_lowercase().contains(&words.to_lowercase()), "{words} is not in\n{note}");
    }
}
