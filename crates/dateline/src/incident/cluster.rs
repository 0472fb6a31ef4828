//! From weighed pairs to incidents: what people ruled, then the heaviest pair first, and two groups become one where their members, taken
//! together, weigh enough too (average linkage, Sokal and Michener 1958).

use super::Entry;
use super::ruling::Ruled;
use super::weigh::Weight;

/// So many members of a group are asked whether they agree with another group's.
const ASKED: usize = 12;

/// Two events that were taken for one.
#[derive(Clone, Debug)]
pub(super) struct Join {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) weight: Weight,
}

/// Groups of events, in the order of their first, and the joins that made them.
pub(super) fn groups(
    entries: &[Entry<'_>],
    mut joins: Vec<Join>,
    threshold: f32,
    ruled: &Ruled,
    weigh: impl Fn(usize, usize) -> Weight,
) -> (Vec<Vec<usize>>, Vec<Join>) {
    joins.retain(|j| j.weight.total >= threshold && !j.weight.never);
    joins.sort_by(|x, y| y.weight.total.total_cmp(&x.weight.total).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut group: Vec<usize> = (0..entries.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..entries.len()).map(|e| vec![e]).collect();
    let mut made = Vec::new();
    let firm = ruled.together.iter().flat_map(|events| events.windows(2)).map(|two| {
        let mut weight = weigh(two[0], two[1]);
        weight.reasons.push("ruled one by a person".into());
        Join { a: two[0], b: two[1], weight }
    });
    let firm: Vec<Join> = firm.collect();
    let ruled_one = firm.len();
    for (at, join) in firm.into_iter().chain(joins).enumerate() {
        let (a, b) = (group[join.a], group[join.b]);
        let one = || {
            at < ruled_one
                || !ruled.part(&members[a], &members[b]) && agree(entries, &members[a], &members[b], threshold, &weigh)
        };
        if a == b || !one() {
            continue;
        }
        let (low, high) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut members[high]);
        moved.iter().for_each(|e| group[*e] = low);
        members[low].extend(moved);
        made.push(join);
    }
    members.iter_mut().for_each(|m| m.sort_unstable());
    members.retain(|m| !m.is_empty());
    (members, made)
}

/// Whether the members of two groups weigh enough on average, and none shows that they are two. Two events of one report
/// are two: the reader has looked at them side by side.
fn agree(
    entries: &[Entry<'_>],
    a: &[usize],
    b: &[usize],
    threshold: f32,
    weigh: &impl Fn(usize, usize) -> Weight,
) -> bool {
    if a.len() == 1 && b.len() == 1 {
        return true;
    }
    let mut reports: Vec<usize> = a.iter().map(|e| entries[*e].report).collect();
    reports.sort_unstable();
    if b.iter().any(|e| reports.binary_search(&entries[*e].report).is_ok()) {
        return false;
    }
    let (mut sum, mut count) = (0.0, 0.0);
    for x in a.iter().take(ASKED) {
        for y in b.iter().take(ASKED) {
            let weight = weigh(*x.min(y), *x.max(y));
            if weight.never {
                return false;
            }
            sum += weight.total;
            count += 1.0;
        }
    }
    sum >= threshold * count
}
