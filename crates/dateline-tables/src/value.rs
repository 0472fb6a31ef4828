//! What stands in a cell.

use serde_json::{Map, Value as Json};

/// What stands in a cell. What is not known is [`Value::Null`]: an empty cell, never a zero.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Not known.
    Null,
    /// Words or a code.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// Several values.
    List(Vec<String>),
    /// Objects with fields of their own.
    Objects(Vec<Map<String, Json>>),
}

impl Value {
    /// Whether nothing is known.
    pub fn is_null(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(values) => values.is_empty(),
            Self::Objects(objects) => objects.is_empty(),
            Self::Text(text) => text.is_empty(),
            Self::Integer(_) | Self::Real(_) => false,
        }
    }

    /// Whether it is a number above zero.
    pub fn is_positive(&self) -> bool {
        match self {
            Self::Integer(n) => *n > 0,
            Self::Real(n) => *n > 0.0,
            _ => false,
        }
    }

    /// The cell of a text table.
    pub(crate) fn cell(&self, separator: &str, missing: &str) -> String {
        match self {
            _ if self.is_null() => missing.to_owned(),
            Self::Null => missing.to_owned(),
            Self::Text(text) => text.clone(),
            Self::Integer(n) => n.to_string(),
            Self::Real(n) => n.to_string(),
            Self::List(values) => values.join(separator),
            Self::Objects(objects) => {
                Json::from(objects.iter().cloned().map(Json::Object).collect::<Vec<_>>()).to_string()
            }
        }
    }

    /// The value in JSON.
    pub(crate) fn json(&self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Integer(n) => (*n).into(),
            Self::Real(n) => (*n).into(),
            Self::List(values) => values.clone().into(),
            Self::Objects(objects) => objects.iter().cloned().map(Json::Object).collect::<Vec<_>>().into(),
        }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Integer(n.into())
    }
}

impl From<u16> for Value {
    fn from(n: u16) -> Self {
        Self::Integer(n.into())
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Self {
        Self::Integer(n as i64)
    }
}

impl From<f64> for Value {
    fn from(n: f64) -> Self {
        if n.is_finite() { Self::Real(n) } else { Self::Null }
    }
}

impl From<Vec<String>> for Value {
    fn from(values: Vec<String>) -> Self {
        Self::List(values)
    }
}
