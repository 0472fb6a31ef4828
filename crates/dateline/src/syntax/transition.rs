//! The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta 2011) with the root behind the last word, and
//! its dynamic oracle (Goldberg and Nivre 2013).

/// No word.
pub const NONE: u32 = u32::MAX;

/// What a parser does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Put the next word on the stack.
    Shift,
    /// The next word governs the topmost, which leaves the stack.
    Left,
    /// The word below the topmost governs it; the topmost leaves the stack.
    Right,
}

/// How far a parse has come. Words are numbered from 0; the root's number is the count of words.
#[derive(Debug, Default)]
pub struct State {
    count: u32,
    next: u32,
    stack: Vec<u32>,
    /// Governor of each word, [`NONE`] where none is known yet.
    pub heads: Vec<u32>,
    /// Relation of each word to its governor.
    pub labels: Vec<u8>,
    leftmost: Vec<u32>,
    rightmost: Vec<u32>,
}

/// How many words of a state the parser looks at.
pub const POSITIONS: usize = 8;

impl State {
    /// Begins a sentence of `count` words.
    pub fn begin(&mut self, count: usize) {
        self.count = count as u32;
        self.next = 0;
        self.stack.clear();
        for list in [&mut self.heads, &mut self.leftmost, &mut self.rightmost] {
            list.clear();
            list.resize(count + 1, NONE);
        }
        self.labels.clear();
        self.labels.resize(count + 1, 0);
    }

    /// How many words the sentence has.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Whether every word has its governor.
    pub fn is_done(&self) -> bool {
        self.next == self.count && self.stack.is_empty()
    }

    /// Whether a move is possible. Exactly one word comes to stand below the root.
    pub fn allows(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.next < self.count,
            Move::Left => !self.stack.is_empty() && (self.next < self.count || self.stack.len() == 1),
            Move::Right => self.stack.len() >= 2,
        }
    }

    /// Makes a move that is possible; `label` is that of the new relation.
    pub fn make(&mut self, step: Move, label: u8) {
        match step {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left => {
                if let Some(word) = self.stack.pop() {
                    self.attach(word, self.next, label);
                }
            }
            Move::Right => {
                if let (Some(word), Some(&head)) = (self.stack.pop(), self.stack.last()) {
                    self.attach(word, head, label);
                }
            }
        }
    }

    fn attach(&mut self, word: u32, head: u32, label: u8) {
        self.heads[word as usize] = head;
        self.labels[word as usize] = label;
        let head = head as usize;
        if (word as usize) < head {
            self.leftmost[head] = word.min(self.leftmost[head]);
        } else {
            self.rightmost[head] = word;
        }
    }

    /// The words that decide the next move: the three topmost, the next two, and outer dependents.
    pub fn positions(&self) -> [u32; POSITIONS] {
        let from_top = |n: usize| self.stack.len().checked_sub(n).map_or(NONE, |i| self.stack[i]);
        let of = |list: &[u32], word: u32| if word == NONE { NONE } else { list[word as usize] };
        let (s0, s1, s2) = (from_top(1), from_top(2), from_top(3));
        let b0 = self.next;
        let b1 = if b0 < self.count { b0 + 1 } else { NONE };
        [s0, s1, s2, b0, b1, of(&self.leftmost, s0), of(&self.rightmost, s0), of(&self.rightmost, s1)]
    }

    /// Small facts about the state, each an index below the matching entry of [`fact_sizes`]: how far the topmost is
    /// from the next word and from the one below it, and how dependents of the topmost words relate to them.
    pub fn facts(&self) -> [u8; FACTS] {
        let [s0, s1, _, b0, _, l0, r0, r1] = self.positions();
        let far = |a: u32, b: u32| match (a, b) {
            (NONE, _) | (_, NONE) => 0,
            _ => match a.abs_diff(b) {
                d @ 0..=3 => d as u8,
                4..=5 => 4,
                6..=9 => 5,
                _ => 6,
            },
        };
        let label = |word: u32| if word == NONE { 0 } else { self.labels[word as usize] + 1 };
        let below = of_or(&self.leftmost, b0);
        [far(s0, b0), far(s1, s0), label(l0), label(r0), label(r1), label(below)]
    }

    /// How many relations of the gold tree each move puts out of reach, for the moves in the order of [`Move`]; a move
    /// that is not possible costs [`NONE`]. `children` lists each word's gold dependents.
    pub fn costs(&self, gold: &[u32], children: &[Vec<u32>]) -> [u32; 3] {
        let mut costs = [NONE; 3];
        let top = self.stack.last().copied();
        let ahead = |word: u32| word >= self.next;
        let lost = |word: u32| children[word as usize].iter().filter(|c| ahead(**c)).count() as u32;
        if self.allows(Move::Shift) {
            let waiting = |word: &&u32| **word < self.next && self.heads[**word as usize] == NONE;
            let behind = children[self.next as usize].iter().filter(waiting).count() as u32;
            let head = gold[self.next as usize];
            let below = head < self.next && self.heads[head as usize] == NONE && Some(head) != top;
            costs[0] = behind + u32::from(below);
        }
        if let Some(top) = top {
            let head = gold[top as usize];
            if self.allows(Move::Left) {
                let beneath = self.stack.len() >= 2 && self.stack[self.stack.len() - 2] == head;
                costs[1] = lost(top) + u32::from(beneath || head > self.next);
            }
            if self.allows(Move::Right) {
                costs[2] = lost(top) + u32::from(ahead(head));
            }
        }
        costs
    }
}

fn of_or(list: &[u32], word: u32) -> u32 {
    list.get(word as usize).copied().unwrap_or(NONE)
}

/// How many facts a state has.
pub const FACTS: usize = 6;

/// The number of values of each fact, for a set of relations of a given size.
pub fn fact_sizes(labels: usize) -> [usize; FACTS] {
    [7, 7, labels + 1, labels + 1, labels + 1, labels + 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows moves that cost nothing.
    fn parse(gold: &[u32]) -> Vec<u32> {
        let mut children = vec![Vec::new(); gold.len() + 1];
        for (word, head) in gold.iter().enumerate() {
            children[*head as usize].push(word as u32);
        }
        let mut state = State::default();
        state.begin(gold.len());
        while !state.is_done() {
            let costs = state.costs(gold, &children);
            let best = (0..3).min_by_key(|m| costs[*m]).expect("three moves");
            state.make([Move::Shift, Move::Left, Move::Right][best], 0);
        }
        state.heads.truncate(gold.len());
        state.heads
    }

    #[test]
    fn oracle_reaches_every_projective_tree() {
        for gold in [vec![1, 5, 3, 1, 3], vec![1], vec![1, 2, 3, 4, 5], vec![5, 0, 1, 2, 3], vec![3, 0, 3, 4]] {
            assert_eq!(parse(&gold), gold);
        }
    }
}
