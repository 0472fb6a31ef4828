//! How a table is declared: once, with its columns and what they mean. From it come the schema, its description, and a row
//! whose fields are the columns, so that no cell can stand in the wrong one.

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type, and whether a cell may be null.
    pub field: arrow_schema::Field,
    /// What it says.
    pub about: String,
}

/// Declares the tables.
macro_rules! tables {
    ($(
        $(#[doc = $about:literal])+
        $table:ident $name:ident {
            $( $(#[doc = $doc:literal])+ $column:ident: $kind:ident ),+ $(,)?
        }
    )+) => {
        /// A table of the archive.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $( $(#[doc = $about])+ $table ),+
        }

        impl Table {
            /// Every table, in the order of the description.
            pub const ALL: [Self; [$(stringify!($table)),+].len()] = [$(Self::$table),+];

            /// Its name, which is that of its folder.
            pub fn name(self) -> &'static str {
                match self { $( Self::$table => stringify!($name) ),+ }
            }

            /// What a row is.
            pub fn about(self) -> String {
                match self { $( Self::$table => $crate::table::joined(&[$($about),+]) ),+ }
            }

            /// Its columns.
            pub fn columns(self) -> Vec<Column> {
                match self { $( Self::$table => $name::columns() ),+ }
            }
        }

        /// Rows of all tables that are being gathered.
        #[derive(Default)]
        pub(crate) struct Gathered {
            $( pub(crate) $name: $name::Columns ),+
        }

        impl Gathered {
            /// The columns of a table, which begins anew, and how many rows they have.
            pub(crate) fn finish(&mut self, table: Table) -> (Vec<ArrayRef>, usize) {
                match table { $( Table::$table => self.$name.finish() ),+ }
            }
        }

        $(
            pub(crate) mod $name {
                use super::*;

                /// One row.
                pub(crate) struct Row<'a> {
                    $( pub(crate) $column: <$kind as Kind>::Value<'a> ),+
                }

                /// The columns while they grow.
                #[derive(Default)]
                pub(crate) struct Columns {
                    rows: usize,
                    $( $column: <$kind as Kind>::Builder ),+
                }

                impl Columns {
                    pub(crate) fn push(&mut self, row: Row<'_>) {
                        self.rows += 1;
                        $( <$kind as Kind>::append(&mut self.$column, row.$column); )+
                    }

                    pub(super) fn finish(&mut self) -> (Vec<ArrayRef>, usize) {
                        let columns = vec![$( <$kind as Kind>::finish(&mut self.$column) ),+];
                        (columns, std::mem::take(&mut self.rows))
                    }
                }

                pub(super) fn columns() -> Vec<Column> {
                    vec![$( {
                        let name = stringify!($column).trim_start_matches("r#");
                        Column {
                            name,
                            field: Field::new(name, <$kind as Kind>::data_type(), <$kind as Kind>::NULLABLE),
                            about: $crate::table::joined(&[$($doc),+]),
                        }
                    } ),+]
                }
            }
        )+
    };
}

pub(crate) use tables;

/// The lines of a comment as one.
pub(crate) fn joined(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ")
}
