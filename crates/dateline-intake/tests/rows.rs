//! Tables as inputs.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use dateline::Document;
use dateline_intake::{Columns, Format, Input, Intake, Options};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// Each document of an input in short, or what is wrong.
fn read(path: &Path, options: Options) -> Vec<String> {
    let words = |document: &Document| {
        let published = document.published.map(|p| p.date.to_string()).unwrap_or_default();
        let parts = [document.source_id.clone().unwrap_or_default(), published, document.text.clone()];
        parts.into_iter().chain(document.notes.clone()).collect::<Vec<_>>().join("|")
    };
    let folder = format!("{}/", path.parent().unwrap().display());
    Intake::new([Input::Path(path.into())], options)
        .map(|raw| match raw.and_then(dateline_intake::Raw::document) {
            Ok(document) => words(&document),
            Err(error) => format!("! {error}").replace(&folder, ""),
        })
        .collect()
}

fn table(name: &str, bytes: &[u8], options: Options) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read(&path, options)
}

#[test]
fn rows_are_documents() {
    for (name, text) in [
        ("a.csv", "id,date,text\n1,2026-04-25,\"Gunmen, he said,\nattacked \"\"Koro\"\".\"\n2,,\n"),
        ("a.csv", "\u{feff}text;id;date\r\n\"Gunmen, he said,\nattacked \"\"Koro\"\".\";1;2026-04-25\r\n;2;\r\n"),
        (
            "a.tsv",
            "Text\tID\tPublished\n\"Gunmen, he said,\nattacked \"\"Koro\"\".\"\t1\t2026-04-25T10:00:00Z\n\t2\t\n",
        ),
        ("without ending", "id,date,text\n1,2026-04-25,\"Gunmen, he said,\nattacked \"\"Koro\"\".\"\n2,,\n"),
    ] {
        let expected = ["1|2026-04-25|Gunmen, he said,\nattacked \"Koro\".", "2|||the document is empty"];
        assert_eq!(table(name, text.as_bytes(), Options::default()), expected, "{text}");
    }
}

#[test]
fn a_wrong_row_is_one_error() {
    let columns = Columns { text: Some("words".into()), ..Columns::default() };
    let options = || Options { columns: columns.clone(), ..Options::default() };
    assert_eq!(
        table("a.csv", b"id,words\n1,one\n2\n3,caf\xe9\n4,four\n", options()),
        [
            "1||one",
            "! a.csv:3: this row has 1 field, and its text should be number 2",
            "! a.csv:4: this row is not UTF-8; convert the file first, with iconv for instance",
            "4||four"
        ]
    );
    assert_eq!(
        table("a.csv", b"id,text\n1,one\n", Options { format: Format::Table, ..options() }),
        ["! a.csv: no column is named \"words\"; the columns are id, text"]
    );
    // A day that was asked for must be one; another is only noted.
    let days = b"id,date,text\n1,25/04/2026,one\n";
    let why = "\"date\" is \"25/04/2026\", not a date like 2026-04-25";
    assert_eq!(table("a.csv", days, Options::default()), [format!("1||one|{why}")]);
    let asked = Columns { published: Some("date".into()), ..Columns::default() };
    assert_eq!(table("a.csv", days, Options { columns: asked, ..Options::default() }), [format!("! a.csv:2: {why}")]);
}

#[test]
fn a_quotation_mark_that_never_ends_does_not_fill_the_memory() {
    let endless = [b"id,text\n1,one\n2,\"two\n".to_vec(), b"3,three\n".repeat(400_000)].concat();
    let found = table("a.csv", &endless, Options { limit: 1 << 20, ..Options::default() });
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("a row of more than 1 MiB: is a quotation mark missing"), "{}", found[1]);
    let long = format!("id,text\n1,{}\n2,two\n", "x".repeat((1 << 20) + 1));
    let found = table("a.csv", long.as_bytes(), Options { limit: 1 << 20, ..Options::default() });
    assert!(found[0].contains("one document of more than 1 MiB") && found[1] == "2||two", "{found:?}");
}

#[test]
fn a_table_of_addresses_is_a_list_only_where_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, "url,seen\nhttp://127.0.0.1:9/a,1\n").unwrap();
    let named = read(&path, Options::default());
    assert!(named[0].contains("127.0.0.1"), "it is asked for, and refused: {named:?}");
    let found = Intake::new([Input::Path(folder.path().into())], Options::default()).next().unwrap();
    let problem = found.unwrap_err().to_string();
    assert!(
        problem.ends_with("no column of texts: name it with --text-column; the columns are url, seen"),
        "{problem}"
    );
}

/// A file of the columns `id` (numbers), `when` (nanoseconds) and `text`.
fn parquet(path: &Path, compression: Compression) {
    let column = |name: &str, physical, logical, repetition| {
        let built = Type::primitive_type_builder(name, physical).with_logical_type(logical).with_repetition(repetition);
        Arc::new(built.build().unwrap())
    };
    let fields = vec![
        column("id", Physical::INT64, None, Repetition::REQUIRED),
        column("when", Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::NANOS)), Repetition::OPTIONAL),
        column("other", Physical::INT64, None, Repetition::REQUIRED),
        column("text", Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
    ];
    let schema = Arc::new(Type::group_type_builder("row").with_fields(fields).build().unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for at in 0..4 {
        let mut column = group.next_column().unwrap().unwrap();
        match at {
            1 => {
                let nanoseconds = 1_777_111_200_000_000_000; // 2026-04-25T10:00:00Z
                column.typed::<Int64Type>().write_batch(&[nanoseconds], Some(&[1, 0]), None).unwrap();
            }
            3 => {
                let text = [ByteArray::from("Gunmen attacked Koro.")];
                column.typed::<ByteArrayType>().write_batch(&text, Some(&[1, 0]), None).unwrap();
            }
            _ => {
                column.typed::<Int64Type>().write_batch(&[7, 8], None, None).unwrap();
            }
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn parquet_rows_are_documents() {
    let folder = tempfile::tempdir().unwrap();
    let columns = Columns { published: Some("when".into()), ..Columns::default() };
    let options = || Options { columns: columns.clone(), ..Options::default() };
    let gzip = Compression::GZIP(parquet::basic::GzipLevel::default());
    let zstd = Compression::ZSTD(parquet::basic::ZstdLevel::default());
    for (at, compression) in
        [Compression::UNCOMPRESSED, Compression::SNAPPY, gzip, zstd, Compression::LZ4_RAW].into_iter().enumerate()
    {
        let path = folder.path().join(format!("{at}.parquet"));
        parquet(&path, compression);
        let expected = ["7|2026-04-25|Gunmen attacked Koro.", "8|||the document is empty"];
        assert_eq!(read(&path, options()), expected, "{compression:?}");
    }
    // Known by its first bytes, and where its name says nothing of it.
    let bytes = fs::read(folder.path().join("1.parquet")).unwrap();
    assert_eq!(table("part-0", &bytes, options()).len(), 2);
    let cut = table("cut.parquet", &bytes[..bytes.len() - 5], options());
    assert!(cut[0].starts_with("! cut.parquet: not a Parquet file that can be read"), "{cut:?}");
}

proptest::proptest! {
    #[test]
    fn any_table_ends(bytes: Vec<u8>, head in "(id,)?text(,date)?(\r)?\n") {
        let all = [head.as_bytes(), &bytes].concat();
        proptest::prop_assert!(table("a.csv", &all, Options::default()).len() <= all.len());
    }
}
