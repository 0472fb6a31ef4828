//! Who asks, and what they may do.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use dateline_record::Verb;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::users::Users;
use crate::view::Face;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks, sees no names of private persons and victims, and may ask that something be corrected.
    Reader,
    /// Also accepts, rejects and corrects, and takes back what they decided.
    Coder,
    /// Also splits and merges, answers appeals, and takes back what others decided.
    Editor,
}

impl Role {
    /// What may be decided.
    pub(crate) fn verbs(self) -> &'static [Verb] {
        use Verb::{Accept, Answer, Appeal, Correct, Merge, Reject, Split, Undo};
        match self {
            Self::Reader => &[Appeal],
            Self::Coder => &[Accept, Reject, Correct, Undo, Appeal],
            Self::Editor => &[Accept, Reject, Correct, Split, Merge, Undo, Appeal, Answer],
        }
    }

    /// Whose names are shown.
    pub(crate) fn face(self) -> Face {
        if self == Self::Reader { Face::Shielded } else { Face::Open }
    }
}

/// Somebody who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// What unsafe requests of this session carry, where there are sessions.
    pub(crate) csrf: Option<String>,
}

impl Who {
    /// Whether a request that changes something comes from this session's own page.
    pub(crate) fn may_post(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
        self.csrf.as_deref().is_none_or(|own| sent == Some(own))
    }
}

/// Who is let in.
#[derive(Debug)]
pub enum Let {
    /// Whoever uses this machine, under a name: they may do everything.
    Local(String),
    /// Whoever knows a word: they may do everything.
    Token(String),
    /// Users by name and password.
    Users(Users),
}

/// Who is let in, and who is in.
#[derive(Debug)]
pub(crate) struct Access {
    let_in: Let,
    /// By the hash of what the browser keeps.
    sessions: Mutex<HashMap<[u8; 32], Session>>,
}

#[derive(Debug)]
struct Session {
    who: Who,
    ends: Instant,
}

/// How long somebody stays logged in.
pub(crate) const SESSION: Duration = Duration::from_hours(12);
/// The most that are in at a time.
const SESSIONS: usize = 10_000;
/// The name of what the browser keeps.
pub(crate) const COOKIE: &str = "dateline-session";

impl Access {
    pub(crate) fn new(let_in: Let) -> Self {
        Self { let_in, sessions: Mutex::default() }
    }

    /// Whether nobody need log in.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.let_in, Let::Local(_))
    }

    /// Whether there may be readers.
    pub(crate) fn has_readers(&self) -> bool {
        matches!(&self.let_in, Let::Users(users) if users.has_readers())
    }

    /// Who asks, by the head of a request.
    pub(crate) fn who(&self, headers: &HeaderMap) -> Option<Who> {
        if let Let::Local(name) = &self.let_in {
            return Some(Who { name: name.clone(), role: Role::Editor, csrf: None });
        }
        if let (Let::Token(token), Some(sent)) = (&self.let_in, bearer(headers)) {
            // Hashes take the same time to compare wherever they differ, as far as that tells anything.
            let right = hash(sent) == hash(token);
            return right.then(|| Who { name: "token".into(), role: Role::Editor, csrf: None });
        }
        let key = hash(cookie(headers)?);
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let session = sessions.get(&key)?;
        if session.ends < Instant::now() {
            sessions.remove(&key);
            return None;
        }
        Some(session.who.clone())
    }

    /// The role of somebody who logs in. Takes its time, so that guessing does too.
    pub(crate) fn role(&self, name: &str, password: &str) -> Option<Role> {
        match &self.let_in {
            Let::Local(_) => None,
            Let::Token(token) => (hash(password) == hash(token)).then_some(Role::Editor),
            Let::Users(users) => users.check(name, password),
        }
    }

    /// Lets somebody in: what the browser keeps, which is known to nobody else.
    pub(crate) fn begin(&self, name: String, role: Role) -> Option<String> {
        let (key, csrf) = (random()?, random()?);
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if sessions.len() >= SESSIONS {
            sessions.retain(|_, session| session.ends > now);
        }
        if sessions.len() >= SESSIONS {
            return None;
        }
        let who = Who { name, role, csrf: Some(csrf) };
        sessions.insert(hash(&key), Session { who, ends: now + SESSION });
        Some(key)
    }

    /// Ends the session of a request.
    pub(crate) fn end(&self, headers: &HeaderMap) {
        if let Some(key) = cookie(headers) {
            self.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(key));
        }
    }
}

fn hash(words: &str) -> [u8; 32] {
    Sha256::digest(words.as_bytes()).into()
}

/// A word that nobody guesses.
pub fn random() -> Option<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// So many at once, and so many a minute, for each of those who ask.
#[derive(Debug)]
pub(crate) struct Limiter<K> {
    burst: f64,
    a_minute: f64,
    left: Mutex<HashMap<K, (Instant, f64)>>,
}

impl<K: Eq + Hash> Limiter<K> {
    /// How many of those who ask are remembered.
    const REMEMBERED: usize = 4096;

    pub(crate) fn new(burst: u32, a_minute: u32) -> Self {
        Self { burst: f64::from(burst), a_minute: f64::from(a_minute), left: Mutex::default() }
    }

    /// Counts a request as so many; says whether it may be answered.
    pub(crate) fn allows(&self, from: K, cost: u32) -> bool {
        let now = Instant::now();
        let cost = f64::from(cost);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.len() >= Self::REMEMBERED && !left.contains_key(&from) {
            // Who asked nothing for a minute is as good as new; where all just asked, nobody new may.
            left.retain(|_, (at, _)| now.duration_since(*at) < Duration::from_mins(1));
            if left.len() >= Self::REMEMBERED {
                return false;
            }
        }
        let (at, tokens) = left.entry(from).or_insert((now, self.burst));
        *tokens = (*tokens + now.duration_since(*at).as_secs_f64() / 60.0 * self.a_minute).min(self.burst);
        *at = now;
        let allowed = *tokens >= cost;
        if allowed {
            *tokens -= cost;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_for_each_who_asks() {
        let limiter = Limiter::new(3, 1);
        assert!((0..3).all(|_| limiter.allows("one", 1)));
        assert!(!limiter.allows("one", 1));
        assert!(!limiter.allows("other", 4));
        assert!(limiter.allows("other", 3));
        assert!(!limiter.allows("other", 1));
    }

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; dateline-session=x1; c=d".parse().unwrap());
        assert_eq!(cookie(&headers), Some("x1"));
        headers.insert(header::COOKIE, "xdateline-session=x1".parse().unwrap());
        assert_eq!(cookie(&headers), None);
    }
}
