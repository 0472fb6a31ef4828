//! Voices: whose words a place in the text stands in.

use super::Claim;

/// For every byte of a text, the innermost claim whose content it stands in.
#[derive(Debug, Default)]
pub(super) struct Voices {
    /// From this byte on, up to the next entry, the claim is this one.
    turns: Vec<(u32, Option<u32>)>,
}

impl Voices {
    /// Lays out the claims, which are in the order of their contents' starts, the longer first.
    pub(super) fn new(claims: &[Claim]) -> Self {
        let mut turns: Vec<(u32, Option<u32>)> = Vec::with_capacity(claims.len() * 2 + 1);
        let mut open: Vec<u32> = Vec::new();
        let close = |open: &mut Vec<u32>, turns: &mut Vec<(u32, Option<u32>)>, until: u32| {
            while let Some(last) = open.last() {
                let end = claims[*last as usize].content.end;
                if end > until {
                    break;
                }
                open.pop();
                // Contents may cross: one that ended under another's words is not heard again.
                while open.last().is_some_and(|o| claims[*o as usize].content.end <= end) {
                    open.pop();
                }
                turns.push((end, open.last().copied()));
            }
        };
        for (i, claim) in claims.iter().enumerate() {
            close(&mut open, &mut turns, claim.content.start);
            turns.push((claim.content.start, Some(i as u32)));
            open.push(i as u32);
        }
        close(&mut open, &mut turns, u32::MAX);
        Self { turns }
    }

    /// The innermost claim whose content holds a byte.
    pub(super) fn at(&self, byte: u32) -> Option<usize> {
        let next = self.turns.partition_point(|(from, _)| *from <= byte);
        next.checked_sub(1).and_then(|i| self.turns[i].1).map(|c| c as usize)
    }
}
