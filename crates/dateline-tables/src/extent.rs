//! How much a table shows, and how much of it not as reports have it: what whoever takes it should know before they use it.

use std::collections::{HashMap, HashSet};

use dateline::incident::Incident;

use crate::{Accounts, Review, Table};

/// The numbers of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Rows.
    pub rows: usize,
    /// Rows that no person has reviewed.
    pub unreviewed: usize,
    /// Rows without coordinates: of their place no more is known than a land, or nothing.
    pub without_point: usize,
    /// Rows whose coordinates stand for the land around them: it was near the place, or they were rounded.
    pub around: usize,
    /// Reports that the rows rest on.
    pub reports: usize,
    /// People whom those reports name, and the table does not. Who is named in two reports counts twice.
    pub withheld: usize,
}

impl Table<'_> {
    /// The numbers of the table, which was made of these incidents and accounts.
    pub fn extent(&self, incidents: &[Incident], accounts: &Accounts) -> Extent {
        let incidents: HashMap<&str, &Incident> = incidents.iter().map(|i| (i.incident.as_str(), i)).collect();
        let members = self.rows.iter().filter_map(|row| incidents.get(row.incident.as_str())).flat_map(|i| &i.members);
        let reports: HashSet<&str> = members.map(|member| member.source_id.as_str()).collect();
        let count = |is: fn(&crate::Row) -> bool| self.rows.iter().filter(|row| is(row)).count();
        Extent {
            rows: self.rows.len(),
            unreviewed: count(|row| row.review == Review::Unreviewed),
            without_point: count(|row| row.point.is_none()),
            around: count(|row| row.point.is_some() && row.is_area),
            reports: reports.len(),
            withheld: reports.iter().filter_map(|id| accounts.source(id)).map(|source| source.withheld).sum(),
        }
    }
}
