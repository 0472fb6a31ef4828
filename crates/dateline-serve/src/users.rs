//! Those who are let in, with their roles and passwords: one file.

use std::fs;
use std::io::Write;
use std::path::Path;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Argon2, PasswordHash};
use serde::{Deserialize, Serialize};

use crate::access::Role;

/// The users of a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Users {
    #[serde(default, rename = "user")]
    all: Vec<User>,
}

/// One user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct User {
    name: String,
    role: Role,
    /// As Argon2 writes it: its salt, its costs and the hash.
    password: String,
}

/// What is wrong with the file of users, in words.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsersError(String);

/// The least characters that a password has.
const SHORTEST: usize = 12;

impl Users {
    /// Of a file.
    ///
    /// # Errors
    /// It cannot be read, or says something else.
    pub fn load(path: &Path) -> Result<Self, UsersError> {
        let words = |error: &dyn std::fmt::Display| UsersError(format!("{}: {error}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| words(&error))?;
        let users: Self = toml::from_str(&text).map_err(|error| words(&error))?;
        for user in &users.all {
            PasswordHash::new(&user.password)
                .map_err(|_| words(&format!("the password of {} is no hash of Argon2", user.name)))?;
        }
        if users.all.is_empty() {
            return Err(words(&"there are no users in it; `dateline users add` adds one"));
        }
        Ok(users)
    }

    /// Adds a user to a file, or gives one that is there another role and password.
    ///
    /// # Errors
    /// The name or password will not do, or the file cannot be written.
    pub fn add(path: &Path, name: &str, role: Role, password: &str) -> Result<(), UsersError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_control) {
            return Err(UsersError("a user's name has 1 to 64 characters".into()));
        }
        if password.chars().count() < SHORTEST {
            return Err(UsersError(format!("a password has at least {SHORTEST} characters")));
        }
        let mut users = if path.exists() { Self::load(path)? } else { Self::default() };
        let password = hashed(password)?;
        users.all.retain(|user| user.name != name);
        users.all.push(User { name: name.to_owned(), role, password });
        users.write(path)
    }

    /// Takes a user out of a file.
    ///
    /// # Errors
    /// There is no such user, or the file cannot be written.
    pub fn remove(path: &Path, name: &str) -> Result<(), UsersError> {
        let mut users = Self::load(path)?;
        let before = users.all.len();
        users.all.retain(|user| user.name != name);
        if users.all.len() == before {
            return Err(UsersError(format!("{}: there is no user {name:?}", path.display())));
        }
        users.write(path)
    }

    fn write(&self, path: &Path) -> Result<(), UsersError> {
        let words = |error: &dyn std::fmt::Display| UsersError(format!("{}: {error}", path.display()));
        let text = toml::to_string(self).map_err(|error| words(&error))?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A file for nobody else's eyes, and whole or not at all.
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| words(&error))?;
        file.write_all(text.as_bytes()).map_err(|error| words(&error))?;
        file.persist(path).map_err(|error| words(&error))?;
        Ok(())
    }

    /// The role of a user with this password. Takes as long where there is no such user.
    pub(crate) fn check(&self, name: &str, password: &str) -> Option<Role> {
        /// A hash of nothing that anybody knows, at the same costs.
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$\
            5t6Lq2QmZ0iP1mJb1v4c0Hn8m1n1T9m3q1k2Qm8q0bA";
        let user = self.all.iter().find(|user| user.name == name);
        let hash = PasswordHash::new(user.map_or(NOBODY, |user| &user.password)).ok()?;
        let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        user.filter(|_| right).map(|user| user.role)
    }

    /// Whether there is one who may only look.
    pub(crate) fn has_readers(&self) -> bool {
        self.all.iter().any(|user| user.role == Role::Reader)
    }
}

fn hashed(password: &str) -> Result<String, UsersError> {
    let failed = |error: &dyn std::fmt::Display| UsersError(format!("the password could not be hashed: {error}"));
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| failed(&error))?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| failed(&error))?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_kept_with_hashes_of_their_passwords() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.toml");
        assert!(Users::load(&path).is_err());
        assert!(Users::add(&path, "ann", Role::Coder, "short").is_err());
        assert!(Users::add(&path, " ", Role::Coder, "long enough a word").is_err());
        Users::add(&path, "ann", Role::Coder, "long enough a word").unwrap();
        Users::add(&path, "ben", Role::Reader, "another long word").unwrap();
        Users::add(&path, "ann", Role::Editor, "quite another word").unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("$argon2id$") && !text.contains("another"), "{text}");
        let users = Users::load(&path).unwrap();
        assert_eq!(users.check("ann", "quite another word"), Some(Role::Editor));
        assert_eq!(users.check("ann", "long enough a word"), None);
        assert_eq!(users.check("eve", "quite another word"), None);
        assert!(users.has_readers());
        Users::remove(&path, "ben").unwrap();
        assert!(Users::remove(&path, "ben").is_err());
        assert!(!Users::load(&path).unwrap().has_readers());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
        }
    }

    #[test]
    fn the_hash_of_nobody_is_one() {
        // Else an unknown name would be told by how fast the answer comes.
        let start = std::time::Instant::now();
        assert_eq!(Users::default().check("eve", "x"), None);
        assert!(start.elapsed().as_millis() >= 2, "{:?}", start.elapsed());
    }
}
