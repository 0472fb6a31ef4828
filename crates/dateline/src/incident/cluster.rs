//! From weighed pairs to incidents: what people ruled, then the heaviest pair first, and two groups become one where their members, taken
//! together, weigh enough too (average linkage, Sokal and Michener 1958).

use super::Entry;
use super::ruling::Ruled;
use super::weigh::Weight;

/// So many members of a group are asked whether they agree with another group's.
const ASKED: usize = 12;

/// Two events that may be one, and how much speaks for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) weight: f32,
    /// Whether a person said so.
    pub(super) ruled: bool,
}

/// Groups of events, in the order of their first, each with the joins that made it. `joins` are those that weigh enough.
pub(super) fn groups(
    entries: &[Entry<'_>],
    mut joins: Vec<Join>,
    threshold: f32,
    ruled: &Ruled,
    weigh: impl Fn(usize, usize) -> Weight,
) -> Vec<(Vec<usize>, Vec<Join>)> {
    joins.sort_unstable_by(|x, y| y.weight.total_cmp(&x.weight).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut group: Vec<usize> = (0..entries.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..entries.len()).map(|e| vec![e]).collect();
    let mut made = Vec::new();
    let firm = ruled.together.iter().flat_map(|events| events.windows(2));
    let firm =
        firm.map(|two| Join { a: two[0] as u32, b: two[1] as u32, weight: weigh(two[0], two[1]).total, ruled: true });
    for join in firm.chain(joins) {
        let (a, b) = (group[join.a as usize], group[join.b as usize]);
        let one = || {
            join.ruled
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
    let mut groups: Vec<(Vec<usize>, Vec<Join>)> = members.into_iter().map(|members| (members, Vec::new())).collect();
    made.into_iter().for_each(|join| groups[group[join.a as usize]].1.push(join));
    groups.iter_mut().for_each(|(members, _)| members.sort_unstable());
    groups.retain(|(members, _)| !members.is_empty());
    groups
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
