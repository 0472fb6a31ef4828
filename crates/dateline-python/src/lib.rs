//! The compiled half of the Python package `dateline`: reading, and tables in and out by Arrow's C data interface. What a user
//! sees (typed readings, adapters) is Python, in `python/dateline/`.

use pyo3::prelude::*;

mod blocks;
mod incidents;
mod input;
mod reader;
mod table;

/// The compiled half of the package `dateline`.
#[pymodule]
mod _dateline {
    #[pymodule_export]
    use super::blocks::Words;
    #[pymodule_export]
    use super::blocks::blocks;
    #[pymodule_export]
    use super::blocks::word_counts;
    #[pymodule_export]
    use super::incidents::meet;
    #[pymodule_export]
    use super::incidents::settle;
    #[pymodule_export]
    use super::reader::Reader;
    #[pymodule_export]
    use super::reader::tables_of;
    #[pymodule_export]
    use super::table::Table;
    #[pymodule_export]
    use super::table::schema;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("TABLES", dateline_archive::Table::ALL.map(dateline_archive::Table::name).to_vec())
    }
}
