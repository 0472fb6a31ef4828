//! Work shared between threads whose results come out in the order of what went in.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// Results that may wait for a slower one before them, for each thread. Bounds the memory.
const WINDOW: usize = 32;

/// Deeper than the default of 2 MiB: a page can nest deeper than anybody would write.
const STACK: usize = 16 << 20;

/// Maps `items` with `work` on some threads, and hands the results to `take` in the order of the items. Stops at the
/// first error of `take`. No more than a bounded number of items is held at any time.
///
/// # Panics
/// Where `work` does: the other threads stop first, and the panic goes on in the caller.
pub(crate) fn map<I, T, U, E>(
    items: I,
    threads: NonZero<usize>,
    work: impl Fn(T) -> U + Sync,
    take: impl FnMut(U) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator<Item = T> + Send,
    U: Send,
{
    map_within(WINDOW, items, threads, work, take)
}

/// The same, with so many items for each thread at any time, of which each may be large.
pub(crate) fn map_within<I, T, U, E>(
    window: usize,
    items: I,
    threads: NonZero<usize>,
    work: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator<Item = T> + Send,
    U: Send,
{
    let items = Mutex::new(items.enumerate());
    let progress = Progress::new(window * threads.get());
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads.get() {
            let (items, progress, work, sender) = (&items, &progress, &work, sender.clone());
            let worker = move || {
                let _stop = StopOnPanic(progress);
                loop {
                    // The lock is held while waiting for room, so that items are taken in order.
                    let mut source = lock(items);
                    if !progress.wait_for_room() {
                        return;
                    }
                    let Some((index, item)) = source.next() else {
                        return;
                    };
                    drop(source);
                    if sender.send((index, work(item))).is_err() {
                        return;
                    }
                }
            };
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).expect("a thread");
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (index, result) in results {
            early.insert(index, result);
            while let Some(result) = early.remove(&next) {
                if let Err(error) = take(result) {
                    progress.stop();
                    return Err(error);
                }
                next += 1;
                progress.one_more();
            }
        }
        Ok(())
    })
}

/// How many items were begun and how many finished, so that the distance stays bounded.
struct Progress {
    state: Mutex<State>,
    changed: Condvar,
    window: usize,
}

struct State {
    begun: usize,
    finished: usize,
    stopped: bool,
}

impl Progress {
    fn new(window: usize) -> Self {
        let state = State { begun: 0, finished: 0, stopped: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), window }
    }

    /// Waits until one more item may be begun; false where the work is to stop.
    fn wait_for_room(&self) -> bool {
        let full = |s: &mut State| !s.stopped && s.begun >= s.finished + self.window;
        let waited = self.changed.wait_while(lock(&self.state), full);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.begun += 1;
        !state.stopped
    }

    fn one_more(&self) {
        lock(&self.state).finished += 1;
        self.changed.notify_one();
    }

    fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_all();
    }
}

/// Tells the other threads of a panic in this one: they would wait for its result for ever.
struct StopOnPanic<'a>(&'a Progress);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

/// A lock that outlives a panic elsewhere: what it guards is never left half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn threads(count: usize) -> NonZero<usize> {
        NonZero::new(count).unwrap()
    }

    #[test]
    fn results_come_in_order() {
        let slow_first = |n: u64| {
            thread::sleep(Duration::from_micros(if n.is_multiple_of(50) { 2000 } else { 5 }));
            n
        };
        let mut seen = Vec::new();
        let done: Result<(), ()> = map(0..500, threads(4), slow_first, |n| {
            seen.push(n);
            Ok(())
        });
        assert!(done.is_ok());
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_stops_an_endless_source() {
        let done = map(0u64.., threads(3), |n| n, |n| if n < 100 { Ok(()) } else { Err(n) });
        assert_eq!(done, Err(100));
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_ends_the_work() {
        let work = |n: u64| assert!(n < 100, "{n}");
        let _: Result<(), ()> = map(0.., threads(2), work, |()| Ok(()));
    }

    #[test]
    fn a_slow_result_bounds_what_is_begun() {
        let begun = Mutex::new(0u64);
        let work = |n: u64| {
            let mut most = lock(&begun);
            *most = (*most).max(n);
            drop(most);
            if n == 0 {
                thread::sleep(Duration::from_millis(50));
            }
            n
        };
        let mut at_first = None;
        let done: Result<(), ()> = map(0..10_000, threads(2), work, |_| {
            at_first.get_or_insert(*lock(&begun));
            Ok(())
        });
        assert!(done.is_ok());
        assert!(at_first.unwrap() <= 2 * WINDOW as u64);
    }
}
