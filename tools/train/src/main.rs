//! Trains the models of the language layer. `README.md` beside this crate has the commands.

mod affine;
mod average;
mod chain;
mod corpus;
mod lemmas;
mod mentions;
mod net;
mod random;
mod raw;
mod score;
mod silver;
mod teach;
mod tensor;
mod wire;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use dateline::Lexicon;
use dateline::syntax::lemma::Lemmas;
use dateline::syntax::network::{Batch, Network, Scratch};
use sha2::{Digest, Sha256};

use corpus::Sentence;
use mentions::Mentions;
use net::{Config, Dressed, Net};
use random::Random;
use teach::Teachers;
use wire::Wire;

/// Trains the models of the language layer.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
    /// Where the corpora lie.
    #[arg(long, default_value = "../shared/data", global = true)]
    data: PathBuf,
    /// Where the weights go.
    #[arg(long, global = true)]
    out: Option<PathBuf>,
    /// Weights of the network of syntax, whose context vectors the network of names looks at.
    #[arg(long, default_value = "models/syntax.bin", global = true)]
    syntax: PathBuf,
    /// Keep this fifth (0 to 4) of UNER's dev half out of the training of names, and score on it.
    #[arg(long, global = true)]
    fold: Option<usize>,
    /// How often UNER's sentences are learnt from in each pass.
    #[arg(long, default_value_t = 1, global = true)]
    repeat: usize,
    /// How many of the names are replaced by others of their kind in each pass.
    #[arg(long, default_value_t = 0.15, global = true)]
    replace: f32,
    #[arg(long, default_value_t = 20, global = true)]
    epochs: usize,
    /// Stop after so many passes; the rate falls as if all were to follow.
    #[arg(long, global = true)]
    stop: Option<usize>,
    #[arg(long, default_value_t = 1, global = true)]
    seed: u64,
    /// Size of a context vector, for each direction; a word's vector is as long as both together.
    #[arg(long, default_value_t = 112, global = true)]
    half: usize,
    /// Layers over the sentence.
    #[arg(long, default_value_t = 3, global = true)]
    depth: usize,
    /// Size of the parser's hidden vector.
    #[arg(long, default_value_t = 160, global = true)]
    hidden: usize,
    #[arg(long, default_value_t = 0.002, global = true)]
    rate: f32,
    #[arg(long, default_value_t = 0.3, global = true)]
    dropout: f32,
    /// How much of the words' vectors is dropped.
    #[arg(long, default_value_t = 0.25, global = true)]
    word_dropout: f32,
    /// Write weights averaged over about so many of the last batches, as an exponential mean.
    #[arg(long, default_value_t = 0.0, global = true)]
    mean: f32,
    /// Words in a batch.
    #[arg(long, default_value_t = 600, global = true)]
    batch: usize,
    /// Put some of the sentences that syntax learns from into the style of news agencies: no articles, verbs of news.
    #[arg(long, global = true)]
    wire: bool,
    /// Weights of networks of syntax to learn of, beside the treebanks and from texts that nobody has annotated.
    #[arg(long, global = true, value_delimiter = ',')]
    teachers: Vec<PathBuf>,
    /// Weights of names that name EWT's training half, which nobody has annotated with names; and of the network of syntax
    /// that these look at.
    #[arg(long, global = true, num_args = 2)]
    namer: Vec<PathBuf>,
    /// How much of the loss is the teachers' where the treebanks have an answer.
    #[arg(long, default_value_t = 0.5, global = true)]
    trust: f32,
    /// Words of texts without annotation that are read in each pass, for each word of the treebanks.
    #[arg(long, default_value_t = 0.75, global = true)]
    raw: f32,
    /// Learn from this share of the sentences only, for a learning curve.
    #[arg(long, default_value_t = 1.0, global = true)]
    share: f32,
}

#[derive(Clone, Copy, Subcommand)]
enum What {
    /// Tags, base forms and trees.
    Syntax,
    /// Names of persons, organisations and locations.
    Names,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut random = Random::new(arguments.seed);
    let data = |path: &str| arguments.data.join(path);
    let (mut train, dev, lemmas) = match arguments.what {
        What::Syntax => {
            let mut train = corpus::treebank(&data("ud_ewt/en_ewt-ud-train.conllu"))?;
            train.extend(corpus::treebank(&data("ud_gum/en_gum-ud-train.conllu"))?);
            let lemmas = lemmas::learn(&train);
            let ewt = corpus::treebank(&data("ud_ewt/en_ewt-ud-dev.conllu"))?;
            let gum = corpus::treebank(&data("ud_gum/en_gum-ud-dev.conllu"))?;
            let mut upper = ewt.clone();
            upper.iter_mut().for_each(|s| s.words = corpus::upper(&s.words));
            let mut news = gum.clone();
            news.retain(|s| matches!(s.genre.as_str(), "news" | "interview"));
            (train, vec![("EWT", ewt), ("EWT in capitals", upper), ("GUM", gum), ("GUM news, interview", news)], lemmas)
        }
        What::Names => {
            let mut train = Vec::new();
            for (corpus, file) in [
                (2, "ner/wikigold/wikigold.conll.txt"),
                (3, "ner/crossner_politics/train.txt"),
                (3, "ner/crossner_politics/dev.txt"),
                (4, "ner/wnut17/wnut17train.conll"),
                (4, "ner/wnut17/emerging.dev.conll"),
                (5, "ner/btc/a.conll"),
                (5, "ner/btc/b.conll"),
                (5, "ner/btc/e.conll"),
                (5, "ner/btc/f.conll"),
                (5, "ner/btc/g.conll"),
                (5, "ner/btc/h.conll"),
            ] {
                train.extend(corpus::names(&data(file), corpus)?);
            }
            for sentence in corpus::treebank(&data("ud_gum/en_gum-ud-train.conllu"))? {
                train.push(Sentence { tags: Vec::new(), heads: Vec::new(), corpus: 1, ..sentence });
            }
            if let [namer, syntax] = &arguments.namer[..] {
                let mut silver = corpus::treebank(&data("ud_ewt/en_ewt-ud-train.conllu"))?;
                silver::label(&mut silver, &read(namer)?, &read(syntax)?);
                silver.iter_mut().for_each(|s| (s.tags, s.heads) = Default::default());
                train.extend(silver);
            }
            let mut uner: Vec<Sentence> = corpus::names(&data("ner/uner_ewt/en_ewt-ud-dev.iob2"), 0)?;
            // Fifths of neighbouring sentences, since neighbours tell of the same.
            let size = uner.len();
            let held = |i: usize| arguments.fold.is_some_and(|fold| i * 5 / size == fold);
            let (out, kept): (Vec<_>, Vec<_>) = uner.drain(..).enumerate().partition(|(i, _)| held(*i));
            for (_, sentence) in &kept {
                train.extend(std::iter::repeat_n(sentence.clone(), arguments.repeat));
            }
            let uner = if out.is_empty() { kept } else { out }.into_iter().map(|(_, sentence)| sentence).collect();
            (train, vec![("UNER-EWT", uner)], Lemmas::default())
        }
    };
    random.shuffle(&mut train);
    train.truncate((train.len() as f32 * arguments.share) as usize);
    let words: usize = train.iter().map(|s| s.words.len()).sum();
    let mut teachers = match arguments.what {
        What::Syntax if !arguments.teachers.is_empty() => Some(Teachers::read(&arguments.teachers, arguments.trust)?),
        _ => None,
    };
    let raw = if teachers.is_some() { raw::sentences(&arguments.data)? } else { Vec::new() };
    let config = Config {
        half: arguments.half,
        depth: arguments.depth,
        hidden: arguments.hidden,
        word_dropout: arguments.word_dropout,
        dropout: arguments.dropout,
        hidden_dropout: 0.2,
        mean: arguments.mean,
    };
    let syntax = matches!(arguments.what, What::Syntax);
    let below = if syntax { None } else { Some(read(&arguments.syntax)?) };
    let mut net = Net::new(config, &train, &raw, syntax, below.as_ref().map_or(0, Network::context), random.clone());
    println!("{} sentences, {words} words, {} features", train.len(), net.vocabulary());
    let raw_words: usize = raw.iter().map(|s| s.words.len()).sum();
    println!("{} sentences, {raw_words} words without annotation", raw.len());
    // What is read of these in one pass.
    let portion = if raw.is_empty() { 0 } else { (arguments.raw * words as f32) as usize };
    let mut deck: Vec<usize> = Vec::new();
    let all = train.len();
    train.extend(raw);

    let mentions = if syntax {
        None
    } else {
        let given = |file: &str| fs::read_to_string(data(file)).with_context(|| data(file).display().to_string());
        let given = given("lexicons/names/female.txt")? + &given("lexicons/names/male.txt")?;
        Some(Mentions::of(&Lexicon::built_in(), &given))
    };
    let wire = arguments.wire.then(|| Wire::of(&Lexicon::built_in()));
    let mut scratch = Scratch::default();
    let mut order: Vec<usize> = (0..all).collect();
    let steps = (arguments.epochs * (words + portion)) as f32;
    let mut done = 0;
    let started = Instant::now();
    for epoch in 0..arguments.epochs.min(arguments.stop.unwrap_or(usize::MAX)) {
        if portion > 0 {
            order = (0..all).collect();
        }
        let mut drawn = 0;
        while drawn < portion {
            if deck.is_empty() {
                deck.extend(all..train.len());
                random.shuffle(&mut deck);
            }
            let Some(next) = deck.pop() else { break };
            drawn += train[next].words.len();
            order.push(next);
        }
        random.shuffle(&mut order);
        let mut sums = net::Loss::default();
        let mut batches = 0.0;
        let mut at = 0;
        while at < order.len() {
            let mut batch = Vec::new();
            let mut size = 0;
            while at < order.len() && size < arguments.batch {
                let sentence = &train[order[at]];
                size += sentence.words.len();
                let sentence = match (&mentions, &wire) {
                    (Some(mentions), _) => mentions.replace(sentence, arguments.replace, &mut random),
                    (None, Some(wire)) if !sentence.heads.is_empty() => wire.restyle(sentence, &mut random),
                    _ => sentence.clone(),
                };
                let words = corpus::dress(&sentence.words, &mut random);
                let outer = below.as_ref().map_or_else(Vec::new, |below| {
                    below.run(&Batch::of(words.iter().map(String::as_str)), &[], &mut scratch);
                    scratch.context_numbers()
                });
                batch.push(Dressed { sentence, words, outer });
                at += 1;
            }
            let progress = done as f32 / steps;
            // Up for the first hundredth, then down in a straight line.
            let rate = arguments.rate * (progress * 100.0).min(1.0) * (1.0 - progress);
            let loss = net.learn(&batch, rate, if epoch == 0 { 0.3 } else { 0.9 }, teachers.as_mut());
            done += size;
            batches += 1.0;
            sums.tags += loss.tags;
            sums.parser += loss.parser;
            sums.names += loss.names;
        }
        println!(
            "epoch {} at {:.0} s: loss tags {:.3} parser {:.3} names {:.3}",
            epoch + 1,
            started.elapsed().as_secs_f32(),
            sums.tags / batches,
            sums.parser / batches,
            sums.names / batches
        );
        let bytes = net.write_mean(&lemmas);
        let network = Network::read(&bytes).context("the library cannot read the weights")?;
        for (name, sentences) in &dev {
            let scores = match &below {
                None => score::syntax(&network, sentences),
                Some(below) => score::names(&network, below, sentences),
            };
            println!("  {name}: {scores}");
        }
        if let Some(out) = &arguments.out {
            fs::write(out, &bytes).with_context(|| out.display().to_string())?;
            let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
            println!("  {} bytes, sha256 {hash}", bytes.len());
        }
    }
    Ok(())
}

/// The network of a weights file.
fn read(path: &Path) -> Result<Network> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    Network::read(&bytes).with_context(|| format!("{}: these weights cannot be read", path.display()))
}
