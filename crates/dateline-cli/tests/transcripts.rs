//! Commands and what they print, as a person sees it. `TRYCMD=overwrite cargo test -p dateline-cli --test transcripts`
//! writes them anew; read the difference before you commit it.

#[test]
fn commands_print_what_the_transcripts_say() {
    // The transcripts name the examples as a reader of the README would.
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).unwrap();
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("DATELINE_DATA", "nowhere")
        .case("README.md")
        .case("crates/dateline-cli/tests/cli/*.md");
}
