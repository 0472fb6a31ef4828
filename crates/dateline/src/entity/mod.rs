//! Named entities.

mod signs;

use std::sync::OnceLock;

use crate::syntax::network::Network;
pub(crate) use signs::mend;

use crate::syntax::{Name, NameKind, store};

/// The weights that are compiled in; `models/names.md` says what they were trained on.
static WEIGHTS: &[u8] = include_bytes!("../../../../models/names.bin");

/// The built-in network, read once. None only where the weights are damaged, which a test rules out.
pub(crate) fn network() -> Option<&'static Network> {
    static NETWORK: OnceLock<Option<Network>> = OnceLock::new();
    NETWORK.get_or_init(|| Network::read(WEIGHTS)).as_ref()
}

/// Which weights are compiled in: the beginning of their SHA-256.
pub fn version() -> String {
    store::version(WEIGHTS)
}

/// Makes names of the labels of a sentence, whose first token is `start`.
pub(crate) fn collect(start: u32, labels: &[u8], names: &mut Vec<Name>) {
    for (token, label) in (start..).zip(labels) {
        let kind = match label {
            0 => continue,
            1 | 2 => NameKind::Person,
            3 | 4 => NameKind::Organisation,
            _ => NameKind::Location,
        };
        match names.last_mut() {
            Some(open) if label % 2 == 0 && open.tokens.end == token && open.kind == kind => open.tokens.end += 1,
            _ => names.push(Name { tokens: token..token + 1, kind }),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    /// Words of names with their kinds.
    fn names(text: &str) -> Vec<String> {
        let reader = crate::Reader::new(Lexicon::built_in());
        let parsed = reader.parse(text);
        parsed.names.iter().map(|n| format!("{} {:?}", parsed.span(&n.tokens).of(text), n.kind)).collect()
    }

    #[test]
    fn weights_are_whole() {
        assert!(super::network().is_some());
    }

    #[test]
    fn plain_names_are_found() {
        assert_eq!(
            names("President John Smith met officials in London on Monday."),
            ["John Smith Person", "London Location"]
        );
        assert_eq!(names("They left the town at night."), Vec::<String>::new());
    }
}
