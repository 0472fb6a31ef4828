//! Lexicon files from a user's folder.

use std::fs;
use std::path::Path;

use anyhow::Context;
use dateline::Lexicon;
use dateline::lexicon::File;

/// The built-in lexicon, with a user's folder laid over it.
pub(crate) fn load(overlay: Option<&Path>) -> anyhow::Result<Lexicon> {
    let files = overlay.map_or_else(|| Ok(Vec::new()), files)?;
    Lexicon::with(files).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the lexicon has mistakes:\n{}", lines.join("\n"))
    })
}

/// Every lexicon file below a folder, in the order of their paths.
fn files(root: &Path) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("lexicon folder {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let ending = path.extension().and_then(|e| e.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if matches!(ending, Some("tsv" | "toml")) {
                let text = fs::read_to_string(&path).with_context(|| format!("lexicon file {}", path.display()))?;
                let below = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                files.push(File { path: below, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
