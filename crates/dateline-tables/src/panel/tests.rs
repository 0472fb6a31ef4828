use dateline::Lexicon;
use dateline::country::Country;

use super::*;
use crate::Format;

/// Rows as UCDP GED publishes them, made up: `id, type_of_violence, where_prec, lat, lon, country_id, adm_1, from, to, low, best, high`.
fn table(rows: &[&str]) -> String {
    let mut out = String::from(
        "id,type_of_violence,where_prec,latitude,longitude,country_id,country,adm_1,date_start,date_end,low,best,high\n",
    );
    for row in rows {
        let cells: Vec<&str> = row.split(", ").collect();
        let (front, back) = cells.split_at(6);
        out += &[front.join(",").as_str(), "Nowhere", &back.join(",")].join(",");
        out.push('\n');
    }
    out
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(Lexicon::built_in);
    &LEXICON
}

fn options(unit: Unit) -> Options {
    let kinds = ["sb", "ns", "os"].map(str::to_owned).to_vec();
    Options { unit, measures: Measure::ALL.to_vec(), kinds, units: None, spread: false }
}

fn covered(first: &str, last: &str) -> Coverage {
    Coverage::of_all(Some((first.parse().unwrap(), last.parse().unwrap())))
}

fn panel(rows: &[&str], coverage: Coverage, options: Options) -> Panel {
    let facts = ged::read(table(rows).as_bytes(), lexicon()).unwrap();
    Panel::new(&facts, coverage, options, "made up".into())
}

/// The panel's rows: unit, month and measures; an empty cell is null.
fn lines(panel: &Panel) -> Vec<String> {
    let mut out = Vec::new();
    write(panel, lexicon(), Format::Csv, &mut out).unwrap();
    let mut table = csv::Reader::from_reader(out.as_slice());
    let names: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    let shown =
        |name: &str| !["country_name", "latitude", "longitude", "month_id", "documents", "vintage"].contains(&name);
    let line = |record: csv::StringRecord| {
        let cells = names.iter().zip(&record).filter(|(name, _)| shown(name)).map(|(_, cell)| cell);
        cells.collect::<Vec<_>>().join(" ")
    };
    table.records().map(|record| line(record.unwrap())).collect()
}

const SYRIA: &str = "1, 1, 1, 36.2, 37.16, 652, Aleppo Governorate, 2016-01-30, 2016-02-02, 2, 5, 9";

#[test]
fn an_event_belongs_to_the_month_in_which_it_ends_and_other_months_are_zero() {
    let panel = panel(&[SYRIA], covered("2016-01", "2016-03"), options(Unit::Country));
    assert_eq!(lines(&panel), ["SYR 2016-01 0 0 0 0 0", "SYR 2016-02 1 5 2 9 0", "SYR 2016-03 0 0 0 0 0"]);
    assert_eq!((panel.counted, panel.long), (1, 1));
}

#[test]
fn shares_of_a_spread_event_add_up() {
    let spread = Options { spread: true, ..options(Unit::Country) };
    let panel = panel(&[SYRIA], covered("2016-01", "2016-03"), spread);
    assert_eq!(lines(&panel), ["SYR 2016-01 0 2 1 4 0", "SYR 2016-02 1 3 1 5 0", "SYR 2016-03 0 0 0 0 0"]);
}

#[test]
fn what_is_not_covered_is_null() {
    let mut coverage = Coverage::default();
    for day in ["2016-02-10", "2016-04-01", "2016-04-30"] {
        coverage.add(day.parse().unwrap(), &[(Country::parse("SYR").unwrap(), None)]);
    }
    let late = SYRIA.replace("1, 1, 1", "2, 1, 1").replace("2016-02-02", "2016-03-02");
    let panel = panel(&[SYRIA, &late], coverage, options(Unit::Country));
    assert_eq!(lines(&panel), ["SYR 2016-02 1 5 2 9 0", "SYR 2016-03     ", "SYR 2016-04 0 0 0 0 0"]);
    assert_eq!(panel.left_out["outside the months covered"], 1);
    let documents: Vec<Value> = panel.rows(lexicon()).map(|row| row[4].clone()).collect();
    assert_eq!(documents, [Value::Integer(1), Value::Integer(0), Value::Integer(2)]);
}

/// Documents tell of Syria in February and April and of Mali in March; an event in Mali of February becomes known in March.
#[test]
fn each_unit_is_covered_in_the_months_of_documents_that_name_its_country() {
    let country = |code: &str| Country::parse(code).unwrap();
    let mut coverage = Coverage::default();
    for (day, places) in [
        ("2016-02-10", vec![(country("SYR"), Some(181_875)), (country("SYR"), None)]),
        ("2016-03-01", vec![(country("MLI"), None)]),
        ("2016-04-01", vec![(country("SYR"), None), (country("MLI"), None)]),
        ("2016-04-02", vec![(country("SYR"), None)]),
    ] {
        coverage.add(day.parse().unwrap(), &places);
    }
    let mali = "2, 3, 1, 14.06, -3.08, 432, Mopti, 2016-02-10, 2016-02-10, 7, 7, 7";
    let units = ["CAF", "MLI", "SYR"].map(|code| Unit::Country.key(&[code]).unwrap());
    let of_countries = Options { units: Some(units.into()), ..options(Unit::Country) };
    let of_countries = panel(&[SYRIA, mali], coverage.clone(), of_countries);
    let expected = [
        "CAF 2016-02     ", // nobody looked, in any month
        "CAF 2016-03     ",
        "CAF 2016-04     ",
        "MLI 2016-02 1 7 7 7 0",
        "MLI 2016-03 0 0 0 0 0",
        "MLI 2016-04 0 0 0 0 0",
        "SYR 2016-02 1 5 2 9 0",
        "SYR 2016-03     ",
        "SYR 2016-04 0 0 0 0 0",
    ];
    assert_eq!(lines(&of_countries), expected);
    let documents = |panel: &Panel, at: usize| panel.rows(lexicon()).map(|row| row[at].clone()).collect::<Vec<_>>();
    assert_eq!(documents(&of_countries, 4), [0, 0, 0, 0, 1, 1, 1, 0, 2].map(Value::Integer));
    // Divisions and cells are covered where their country is. Of the last cell nobody has said where it lies.
    let of_divisions = panel(&[SYRIA], coverage.clone(), options(Unit::Admin1));
    let aleppo = |rest: [&str; 3]| rest.map(|rest| format!("SYR Aleppo Governorate {rest}"));
    assert_eq!(lines(&of_divisions), aleppo(["2016-02 1 5 2 9 0", "2016-03     ", "2016-04 0 0 0 0 0"]));
    let cells = ["150463", "181875", "181876"].map(|gid| Unit::PrioGrid.key(&[gid]).unwrap());
    coverage.place(150_463, "MLI".into());
    let of_cells = Options { units: Some(cells.into()), ..options(Unit::PrioGrid) };
    let of_cells = panel(&[], coverage, of_cells);
    let expected = [
        "150463 2016-02     ",
        "150463 2016-03 0 0 0 0 0",
        "150463 2016-04 0 0 0 0 0",
        "181875 2016-02 0 0 0 0 0",
        "181875 2016-03     ",
        "181875 2016-04 0 0 0 0 0",
        "181876 2016-02     ",
        "181876 2016-03     ",
        "181876 2016-04     ",
    ];
    assert_eq!(lines(&of_cells), expected);
}

#[test]
fn places_less_precise_than_the_unit_are_left_out() {
    let at = |precision: &str| SYRIA.replace("1, 1, 1,", &format!("{precision}, 1, {precision},"));
    for (precision, country, admin1, grid) in
        [("1", 1, 1, 1), ("2", 1, 1, 1), ("3", 1, 1, 1), ("4", 1, 1, 0), ("5", 1, 1, 1), ("6", 1, 0, 0), ("7", 1, 1, 1)]
    {
        for (unit, counted) in [(Unit::Country, country), (Unit::Admin1, admin1), (Unit::PrioGrid, grid)] {
            let panel = panel(&[&at(precision)], covered("2016-02", "2016-02"), options(unit));
            assert_eq!((panel.counted, panel.len() as u64), (counted, counted), "where_prec {precision}, {unit:?}");
        }
    }
}

#[test]
fn cells_and_divisions_are_units() {
    let rows = [SYRIA, "2, 3, 2, 5.4, 26.5, 482, Haut-Mbomou, 2016-02-10, 2016-02-10, 0, 0, 4"];
    let grid = panel(&rows, covered("2016-02", "2016-02"), options(Unit::PrioGrid));
    assert_eq!(lines(&grid), ["137214 2016-02 1 0 0 4 0", "181875 2016-02 1 5 2 9 0"]);
    let admin1 = panel(&rows, covered("2016-02", "2016-02"), options(Unit::Admin1));
    assert_eq!(lines(&admin1), ["CAF Haut-Mbomou 2016-02 1 0 0 4 0", "SYR Aleppo Governorate 2016-02 1 5 2 9 0"]);
}

#[test]
fn units_asked_for_have_rows_and_others_have_none() {
    let units = ["MLI", "CAF"].map(|code| Unit::Country.key(&[code]).unwrap());
    let asked = Options { units: Some(units.into()), ..options(Unit::Country) };
    let panel = panel(&[SYRIA], covered("2016-02", "2016-02"), asked);
    assert_eq!(lines(&panel), ["CAF 2016-02 0 0 0 0 0", "MLI 2016-02 0 0 0 0 0"]);
    assert_eq!(panel.left_out["in none of the units asked for"], 1);
    assert!(Unit::PrioGrid.key(&["0"]).is_err() && Unit::PrioGrid.key(&["259201"]).is_err());
}

#[test]
fn only_the_kinds_asked_for_are_counted_and_each_id_once() {
    let of_kind = |id: &str, kind: &str| SYRIA.replace("1, 1, 1,", &format!("{id}, {kind}, 1,"));
    let rows = [of_kind("1", "1"), of_kind("1", "1"), of_kind("2", "2"), of_kind("3", "3"), of_kind("4", "4")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let two = Options { kinds: vec!["sb".into(), "os".into()], ..options(Unit::Country) };
    let panel = panel(&rows, covered("2016-02", "2016-02"), two);
    assert_eq!(lines(&panel), ["SYR 2016-02 2 10 4 18 0"]);
    assert_eq!(panel.left_out.into_iter().collect::<Vec<_>>(), [("a second row of one id", 1), ("of another kind", 2)]);
}

#[test]
fn the_same_events_as_geojson_make_the_same_panel() {
    let json = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": 1, "type_of_violence": 1,
        "where_prec": 1, "country": "Nowhere", "country_id": 652, "adm_1": "Aleppo Governorate",
        "date_start": "2016-01-30T00:00:00", "date_end": "2016-02-02T00:00:00", "low": 2, "best": 5.0, "high": 9},
        "geometry": {"type": "Point", "coordinates": [37.16, 36.2]}}]}"#;
    let of_json = ged::read(json.as_bytes(), lexicon()).unwrap();
    assert_eq!(of_json, ged::read(table(&[SYRIA]).as_bytes(), lexicon()).unwrap());
}

#[test]
fn mistakes_in_a_table_are_told_with_their_row() {
    let check = |text: &str, words: &str| {
        let error = ged::read(text.as_bytes(), lexicon()).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    };
    check("id,best\n1,2\n", "no column \"type_of_violence\"");
    check(&table(&[SYRIA, &SYRIA.replace("2016-02-02", "2 May")]), "row 2: date_end: \"2 May\" is no day");
    check(&table(&[&SYRIA.replace("2, 5, 9", "2, many, 9")]), "row 1: best: \"many\" is no whole number");
    check(&table(&[&SYRIA.replace("2016-01-30", "2016-02-30")]), "row 1: date_start");
    check(&table(&[&SYRIA.replace("2016-01-30", "2017-01-30")]), "before date_start");
    check("{\"type\": \"Feature\"}", "no GeoJSON");
}

#[test]
fn parquet_holds_the_same_and_says_what_made_it() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let panel = panel(&[SYRIA], covered("2016-01", "2016-03"), options(Unit::Country));
    let mut out = Vec::new();
    write(&panel, lexicon(), Format::Parquet, &mut out).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(out)).unwrap();
    let about = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert_eq!((about[0].key.as_str(), about[0].value.as_deref()), ("dateline.vintage", Some("made up")));
    let dead: Vec<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().find(|(name, _)| *name == "killed").unwrap().1.to_string())
        .collect();
    assert_eq!(dead, ["0", "5", "0"]);
    assert!(matches!(write(&panel, lexicon(), Format::Jsonl, std::io::sink()), Err(crate::write::Error::Form(_))));
}

#[test]
fn without_coverage_there_are_no_rows() {
    let panel = panel(&[SYRIA], Coverage::default(), options(Unit::Country));
    assert!(panel.is_empty() && lines(&panel).is_empty());
}
