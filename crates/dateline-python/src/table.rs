//! Tables by Arrow's C stream interface (PyCapsule): what any library of the Arrow world gives and takes without a copy.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, SchemaRef};
use dateline_archive::Table as Named;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The name that the interface gives to capsules of streams.
const STREAM: &CStr = c"arrow_array_stream";

/// A table in Arrow's memory. Any library that speaks Arrow takes it without a copy: `pyarrow.table(t)`, `polars.from_arrow(t)`.
#[pyclass(frozen, module = "dateline")]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    fn __repr__(&self) -> String {
        let name = self.schema.metadata().get("dateline.table").map_or("", String::as_str);
        format!("<dateline.Table {name}: {} rows; {}>", self.num_rows(), self.column_names().join(", "))
    }

    /// A `pyarrow.Table` of the same memory.
    pub(crate) fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    /// A `pandas.DataFrame`.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Self::to_pyarrow(slf)?.call_method0("to_pandas")
    }

    /// A `polars.DataFrame`.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// Arrow's C stream interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A wish that a producer may leave unheard, says the interface.
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok::<_, ArrowError>);
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, self.schema.clone())));
        PyCapsule::new_with_value(py, stream, STREAM)
    }

    /// Arrow's C schema interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(arrow)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }
}

/// The empty table of a name, for its schema.
#[pyfunction]
pub(crate) fn schema(table: &str) -> PyResult<Table> {
    Ok(Table::new(named(table)?.schema(), Vec::new()))
}

/// The table of a name.
pub(crate) fn named(name: &str) -> PyResult<Named> {
    Named::ALL.into_iter().find(|table| table.name() == name).ok_or_else(|| {
        let names = Named::ALL.map(Named::name);
        PyValueError::new_err(format!("no table {name:?}; there are {}", names.join(", ")))
    })
}

/// The record batches of whatever speaks Arrow.
pub(crate) fn batches(data: &Bound<'_, PyAny>) -> PyResult<ArrowArrayStreamReader> {
    let export = data.getattr("__arrow_c_stream__").map_err(|_| {
        let kind = data.get_type().name().map(|name| name.to_string()).unwrap_or_default();
        PyTypeError::new_err(format!(
            "{kind} does not speak Arrow (it has no __arrow_c_stream__); give a table or record batch of pyarrow, or a data \
             frame of polars or pandas"
        ))
    })?;
    let capsule = export.call0()?.cast_into::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream of Arrow's C interface, says the interface. It is moved out of the capsule, as
    // a consumer must, and the capsule keeps an empty one, which its destructor leaves alone.
    unsafe { ArrowArrayStreamReader::from_raw(stream.as_ptr()) }.map_err(arrow)
}

/// What Arrow says is wrong, as Python's.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(crate) fn arrow(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A batch of columns that were made to fit the schema.
pub(crate) fn batch(schema: &SchemaRef, columns: Vec<arrow_array::ArrayRef>) -> PyResult<RecordBatch> {
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(arrow)
}
