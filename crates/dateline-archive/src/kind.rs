//! What a column can hold, and how it is built.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use dateline::reading::Quote;
use jiff::civil::{Date, date};

/// A kind of column. The types are those that every engine of the Arrow world knows: signed integers, UTF-8 with 32-bit
/// offsets, no dictionaries and no views.
pub(crate) trait Kind {
    /// A cell.
    type Value<'a>;
    type Builder: Default;
    const NULLABLE: bool;
    fn data_type() -> DataType;
    fn append(builder: &mut Self::Builder, value: Self::Value<'_>);
    fn finish(builder: &mut Self::Builder) -> ArrayRef;
}

/// A kind that one builder of Arrow makes: what a cell is, the builder, whether it may be empty, the type, and how a cell is
/// appended.
macro_rules! plain {
    ($(
        $(#[$doc:meta])+
        $name:ident<$life:lifetime>: $value:ty, $builder:ty, $null:literal, $type:expr, |$b:ident, $v:ident| $append:expr;
    )+) => { $(
        $(#[$doc])+
        pub(crate) struct $name;

        impl Kind for $name {
            type Value<$life> = $value;
            type Builder = $builder;
            const NULLABLE: bool = $null;

            fn data_type() -> DataType {
                $type
            }

            fn append($b: &mut $builder, $v: Self::Value<'_>) {
                $append;
            }

            fn finish(builder: &mut $builder) -> ArrayRef {
                Arc::new(builder.finish())
            }
        }
    )+ };
}

plain! {
    /// Words or an id that are always there.
    Word<'a>: &'a str, StringBuilder, false, DataType::Utf8, |b, v| b.append_value(v);
    /// Words or an id, where there are any.
    MaybeWord<'a>: Option<&'a str>, StringBuilder, true, DataType::Utf8, |b, v| b.append_option(v);
    /// A day, where it is known.
    Day<'a>: Option<Date>, Date32Builder, true, DataType::Date32, |b, v| b.append_option(v.map(days));
    /// How many, of what a document has.
    Whole<'a>: u32, Int32Builder, false, DataType::Int32, |b, v| b.append_value(whole(v));
    /// How many people, where that is known.
    People<'a>: Option<u32>, Int64Builder, true, DataType::Int64, |b, v| b.append_option(v.map(i64::from));
    /// The number of a line, where there is one.
    Line<'a>: Option<u64>, Int64Builder, true, DataType::Int64, |b, v| b.append_option(v.map(|line| line as i64));
    /// A measure, where it is known.
    Real<'a>: Option<f64>, Float64Builder, true, DataType::Float64, |b, v| b.append_option(v);
    /// Yes or no, where it can be asked.
    MaybeFlag<'a>: Option<bool>, BooleanBuilder, true, DataType::Boolean, |b, v| b.append_option(v);
    /// Yes or no.
    Flag<'a>: bool, BooleanBuilder, false, DataType::Boolean, |b, v| b.append_value(v);
    /// Words of the text.
    Quoted<'a>: &'a Quote, QuoteBuilder, false, quote_type(), |b, v| b.append(Some(v));
    /// Words of the text, where there are any.
    MaybeQuoted<'a>: Option<&'a Quote>, QuoteBuilder, true, quote_type(), |b, v| b.append(v);
    /// Words or ids in their order.
    Words<'a>: Vec<&'a str>, ListBuilder<StringBuilder>, false, DataType::List(item(DataType::Utf8)), |b, v| {
        let count = v.len();
        v.into_iter().for_each(|word| b.items.append_value(word));
        b.close(count);
    };
    /// Days in their order.
    Days<'a>: &'a [Date], ListBuilder<Date32Builder>, false, DataType::List(item(DataType::Date32)), |b, v| {
        v.iter().for_each(|day| b.items.append_value(days(*day)));
        b.close(v.len());
    };
    /// Several pieces of the text.
    Quotes<'a>: &'a [Quote], ListBuilder<QuoteBuilder>, false, DataType::List(item(quote_type())), |b, v| {
        v.iter().for_each(|quote| b.items.append(Some(quote)));
        b.close(v.len());
    };
}

/// Days since 1970-01-01.
fn days(day: Date) -> i32 {
    (day.duration_since(date(1970, 1, 1)).as_hours() / 24) as i32
}

/// A number of the contract. No text that fits into a column has so many characters that it would not do.
fn whole(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn item(data_type: DataType) -> FieldRef {
    Arc::new(Field::new_list_field(data_type, false))
}

fn quote_fields() -> Fields {
    Fields::from(vec![
        Field::new("start", DataType::Int32, false),
        Field::new("end", DataType::Int32, false),
        Field::new("quote", DataType::Utf8, false),
    ])
}

fn quote_type() -> DataType {
    DataType::Struct(quote_fields())
}

/// Builds a column of [`Quote`]s.
pub(crate) struct QuoteBuilder {
    start: Int32Builder,
    end: Int32Builder,
    quote: StringBuilder,
    there: NullBufferBuilder,
}

impl Default for QuoteBuilder {
    fn default() -> Self {
        Self {
            start: Int32Builder::default(),
            end: Int32Builder::default(),
            quote: StringBuilder::default(),
            there: NullBufferBuilder::new(0),
        }
    }
}

impl QuoteBuilder {
    fn append(&mut self, quote: Option<&Quote>) {
        let (start, end, words) = quote.map_or((0, 0, ""), |quote| (quote.start, quote.end, &quote.quote));
        self.start.append_value(whole(start));
        self.end.append_value(whole(end));
        self.quote.append_value(words);
        self.there.append(quote.is_some());
    }

    fn finish(&mut self) -> StructArray {
        let columns: Vec<ArrayRef> =
            vec![Arc::new(self.start.finish()), Arc::new(self.end.finish()), Arc::new(self.quote.finish())];
        StructArray::new(quote_fields(), columns, self.there.finish())
    }
}

/// Builds a column of lists; an item is never null.
pub(crate) struct ListBuilder<B> {
    items: B,
    lengths: Vec<usize>,
}

impl<B: Default> Default for ListBuilder<B> {
    fn default() -> Self {
        Self { items: B::default(), lengths: Vec::new() }
    }
}

impl<B> ListBuilder<B> {
    /// Ends a list of so many items, which were appended.
    fn close(&mut self, count: usize) {
        self.lengths.push(count);
    }
}

/// A builder of what stands in lists.
pub(crate) trait Items {
    fn column(&mut self) -> (DataType, ArrayRef);
}

impl Items for StringBuilder {
    fn column(&mut self) -> (DataType, ArrayRef) {
        (DataType::Utf8, Arc::new(self.finish()))
    }
}

impl Items for Date32Builder {
    fn column(&mut self) -> (DataType, ArrayRef) {
        (DataType::Date32, Arc::new(self.finish()))
    }
}

impl Items for QuoteBuilder {
    fn column(&mut self) -> (DataType, ArrayRef) {
        (quote_type(), Arc::new(self.finish()))
    }
}

impl<B: Items> ListBuilder<B> {
    fn finish(&mut self) -> ListArray {
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.lengths));
        let (data_type, items) = self.items.column();
        ListArray::new(item(data_type), offsets, items, None)
    }
}
