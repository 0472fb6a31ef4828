//! The server as a whole, on loopback, with records that are made in the test.

mod api;
mod appeals;
mod common;
mod openapi;
mod safety;
