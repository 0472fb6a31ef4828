//! Turns bytes from outside into [`dateline::Document`]s.
