//! Files of a directory: nothing outside of it is read, whatever their names and links say, and nothing larger than it may
//! be.

use std::io::Read as _;
use std::path::{Component, Path};

/// A file of the directory, of at most this number of bytes; what is wrong with it is said.
pub fn read(directory: &Path, name: &Path, largest: u64, wrong: &mut Vec<String>) -> Option<Vec<u8>> {
    match bytes(directory, name, largest) {
        Ok(bytes) => Some(bytes),
        Err(why) => {
            wrong.push(format!("{}{why}", name.display()));
            None
        }
    }
}

fn bytes(directory: &Path, name: &Path, largest: u64) -> Result<Vec<u8>, String> {
    const OUTSIDE: &str = " lies outside the directory";
    let told = |error: std::io::Error| format!(": {error}");
    if name.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err(OUTSIDE.to_owned());
    }
    // Links are followed first: where they lead to counts.
    let path = directory.join(name).canonicalize().map_err(told)?;
    if !path.starts_with(directory.canonicalize().map_err(told)?) {
        return Err(OUTSIDE.to_owned());
    }
    let about = path.metadata().map_err(told)?;
    if !about.is_file() {
        return Err(" is no file".to_owned());
    }
    if about.len() > largest {
        return Err(format!(" is larger than {} MiB", largest >> 20));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(told)?;
    file.take(largest).read_to_end(&mut bytes).map_err(told)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_of_the_directory_and_nothing_too_large_is_read() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "geheim").unwrap();
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        std::fs::write(at("logo.svg"), "<svg/>").unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        std::fs::File::create(at("huge")).unwrap().set_len(1 << 40).unwrap();
        std::os::unix::fs::symlink(at("logo.svg"), at("inside")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), at("away")).unwrap();
        std::os::unix::fs::symlink(outside.path(), at("far")).unwrap();
        let read = |name: &str| {
            let mut wrong = Vec::new();
            let bytes = super::read(directory.path(), Path::new(name), 1 << 20, &mut wrong);
            bytes.map(|bytes| String::from_utf8(bytes).unwrap()).ok_or_else(|| wrong.join("\n"))
        };
        assert_eq!((read("logo.svg"), read("./inside")), (Ok("<svg/>".into()), Ok("<svg/>".into())));
        for name in ["away", "far/secret", "../secret", "/etc/hostname"] {
            assert_eq!(read(name), Err(format!("{name} lies outside the directory")));
        }
        assert_eq!(read("folder"), Err("folder is no file".into()));
        assert_eq!(read("huge"), Err("huge is larger than 1 MiB".into()), "and not a byte of it was read");
        assert!(read("nothing").unwrap_err().starts_with("nothing: "));
    }
}
