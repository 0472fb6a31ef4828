//! The record in a browser: a server on this machine with a JSON API under `/api/v1`, and the page that uses it.
//!
//! The record is looked at through one view in memory, made anew when somebody writes, and shared by all requests; words and
//! readings come from the record when they are asked for. Whoever uses this machine may do everything; beyond it nobody is
//! let in without a name and a password, or a token.
//!
//! Threads that wait for requests never wait for the record: what reads it is done elsewhere, and bounded.

use std::net::SocketAddr;
use std::path::PathBuf;

mod access;
mod api;
mod app;
pub mod demo;
mod graphic;
mod guard;
mod openapi;
mod page;
mod problem;
mod query;
mod redact;
mod server;
mod text;
mod users;
mod view;

pub use access::{Let, Role, random};
pub use server::{Error, Server};
pub use users::{Users, UsersError};

/// What is served, where, and to whom.
#[derive(Debug)]
pub struct Options {
    /// The record.
    pub record: PathBuf,
    /// Where requests are waited for.
    pub bind: SocketAddr,
    /// Names by which the server may be called, beside its address and `localhost`.
    pub hosts: Vec<String>,
    /// Who is let in.
    pub let_in: Let,
    /// Whether browsers reach the server by HTTPS, through a proxy: what they keep then never leaves it.
    pub https: bool,
}
