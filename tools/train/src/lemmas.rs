//! Learns the table of base forms from treebanks.

use std::collections::BTreeMap;

use dateline::syntax::Upos;
use dateline::syntax::lemma::{Class, LONGEST, Lemmas, Rule, class};

use crate::corpus::Sentence;

/// Builds the table from short endings to whole words: an ending gets a rule only where it differs from that of the
/// next shorter one.
pub(crate) fn learn(sentences: &[Sentence]) -> Lemmas {
    let mut forms: BTreeMap<(Class, String), BTreeMap<Rule, u32>> = BTreeMap::new();
    for sentence in sentences {
        for ((word, (upos, feats)), lemma) in sentence.words.iter().zip(&sentence.tags).zip(&sentence.lemmas) {
            let class = class(*upos, *feats);
            // Names without plural keep their form; they need no rule.
            if lemma == "_"
                || *upos == Upos::X
                || (*upos == Upos::Propn && !feats.has(dateline::syntax::Feats::NUMBER_PLUR))
            {
                continue;
            }
            let lower = word.to_lowercase().replace('’', "'");
            let lemma = if *upos == Upos::Propn { lemma.to_lowercase() } else { lemma.clone() };
            let same = lower.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
            let off = lower.chars().count() - same;
            let on: String = lemma.chars().skip(same).collect();
            let Ok(off) = u8::try_from(off) else { continue };
            *forms.entry((class, lower)).or_default().entry((off, on.into())).or_default() += 1;
        }
    }
    let mut lemmas = Lemmas::default();
    for length in 0..=LONGEST {
        let mut endings: BTreeMap<(Class, String), BTreeMap<Rule, u32>> = BTreeMap::new();
        for ((class, lower), rules) in &forms {
            let count = lower.chars().count();
            if count < length || (length == 0 && count == 0) {
                continue;
            }
            let ending: String = lower.chars().skip(count - length).collect();
            let sum = endings.entry((*class, ending)).or_default();
            for (rule, n) in rules {
                // A type counts by the logarithm of its tokens: endings should generalise to new words.
                *sum.entry(rule.clone()).or_default() += 1 + n.ilog2();
            }
        }
        insert(&mut lemmas, endings, if length == 0 { 1 } else { 3 }, String::clone);
    }
    insert(&mut lemmas, forms, 1, |word| format!("^{word}"));
    lemmas
}

fn insert(
    lemmas: &mut Lemmas,
    endings: BTreeMap<(Class, String), BTreeMap<Rule, u32>>,
    least: u32,
    name: impl Fn(&String) -> String,
) {
    let mut new = Vec::new();
    for ((class, ending), rules) in endings {
        let Some((rule, count)) = rules.into_iter().max_by_key(|(rule, n)| (*n, std::cmp::Reverse(rule.clone())))
        else {
            continue;
        };
        if count >= least && lemmas.rule(class, &ending) != Some(&rule) && usize::from(rule.0) <= ending.chars().count()
        {
            new.push((class, name(&ending), rule));
        }
    }
    for (class, ending, rule) in new {
        lemmas.insert(class, ending.into(), rule);
    }
}
