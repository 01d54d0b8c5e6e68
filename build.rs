//! Packs the ledgers of the demo, which would otherwise be a tenth of the program.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> io::Result<()> {
    let out = std::env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    for city in ["aschaffenburg", "musterstadt"] {
        let ledger = format!("demo/{city}.jsonl");
        println!("cargo::rerun-if-changed={ledger}");
        let packed = File::create(Path::new(&out).join(format!("{city}.jsonl.gz")))?;
        let mut encoder = GzEncoder::new(packed, Compression::best());
        io::Write::write_all(&mut encoder, &fs::read(&ledger)?)?;
        encoder.finish()?;
    }
    Ok(())
}
