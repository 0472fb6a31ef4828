//! How many incidents began when.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::Uri;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::Who;
use crate::api::{Kept, Params};
use crate::app::App;
use crate::problem::{ErrorBody, Problem};
use crate::query::Query;

/// The length of a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum By {
    Day,
    /// From Monday.
    Week,
    Month,
    /// As the days that there are ask for: a hundred buckets or so.
    #[default]
    Auto,
}

/// How a timeline is cut.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct Cut {
    /// The length of a bucket.
    by: By,
}

/// How many incidents began when.
#[derive(Serialize, ToSchema)]
pub(crate) struct Timeline {
    /// The length of a bucket.
    by: By,
    /// The first and the last day on which an incident that is meant began.
    #[schema(format = Date)]
    first: Option<String>,
    #[schema(format = Date)]
    last: Option<String>,
    /// How many have no day.
    undated: usize,
    /// In order; a bucket without incidents is left out.
    buckets: Vec<Bucket>,
}

/// The incidents of some days.
#[derive(Default, Serialize, ToSchema)]
struct Bucket {
    /// Its first day.
    #[schema(format = Date)]
    from: String,
    n: usize,
    killed: u64,
    disputed: usize,
}

/// How many incidents began when.
#[utoipa::path(get, path = "/timeline", params(Query, Cut),
    responses((status = 200, body = Timeline), (status = 400, body = ErrorBody)))]
pub(crate) async fn timeline(
    State(app): State<Arc<App>>,
    asked: Uri,
    Extension(who): Extension<Who>,
    Params(query): Params<Query>,
    Params(cut): Params<Cut>,
) -> Result<Kept, Problem> {
    app.work(move |app, record| {
        let view = app.view_at(query.as_of.as_deref(), record)?;
        Kept::new(&view, who.role.face(), &asked, || {
            let filter = query.filter(&view, who.role.face(), record)?;
            let dated = || filter.items().filter_map(|item| Some((item.days?.0, item)));
            let (first, last) = (dated().map(|(day, _)| day).min(), dated().map(|(day, _)| day).max());
            let by = match cut.by {
                By::Auto => first.zip(last).map_or(By::Day, |(first, last)| fitting(first, last)),
                chosen => chosen,
            };
            let mut buckets: BTreeMap<Date, Bucket> = BTreeMap::new();
            for (day, item) in dated() {
                let bucket = buckets.entry(begin(by, day)).or_default();
                bucket.n += 1;
                bucket.killed += u64::from(item.dead());
                bucket.disputed += usize::from(item.disputed);
            }
            let undated = filter.items().filter(|item| item.days.is_none()).count();
            let buckets = buckets.into_iter().map(|(day, bucket)| Bucket { from: day.to_string(), ..bucket }).collect();
            let day = |day: Option<Date>| day.map(|day| day.to_string());
            Ok(Timeline { by, first: day(first), last: day(last), undated, buckets })
        })
    })
    .await
}

fn fitting(first: Date, last: Date) -> By {
    match first.until(last).map_or(0, |span| span.get_days()) {
        ..=120 => By::Day,
        121..=800 => By::Week,
        801.. => By::Month,
    }
}

/// The first day of a day's bucket.
fn begin(by: By, day: Date) -> Date {
    match by {
        By::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
        By::Month => day.first_of_month(),
        By::Day | By::Auto => day,
    }
}
