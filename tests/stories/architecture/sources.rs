//! The sources of the house, and what each file takes from which other one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file of a room.
pub struct File {
    /// Its path from the top of the repository.
    pub path: String,
    /// Its crate, then its module: `["domain", "time"]`. The program itself is the crate `crate`.
    pub module: Vec<String>,
    /// What stands in it.
    pub text: String,
}

impl File {
    /// The room to which it belongs: its crate, in the program the first folder or file.
    pub fn room(&self) -> &str {
        match self.module.first().map(String::as_str) {
            Some("crate") => self.module.get(1).map_or("main", String::as_str),
            Some(name) => name,
            None => "main",
        }
    }
}

fn below(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    files.sort();
    files
}

/// Every source file of the program and of the crates below it. Tests are no part of the house: they may look at all of it.
pub fn sources() -> Vec<File> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut roots = vec![("crate".to_owned(), top.join("src"))];
    let mut crates: Vec<PathBuf> = fs::read_dir(top.join("crates")).unwrap().map(|e| e.unwrap().path()).collect();
    crates.sort();
    roots
        .extend(crates.iter().map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path.join("src"))));
    let mut files = Vec::new();
    for (name, source) in roots {
        for path in below(&source) {
            let inside = path.strip_prefix(&source).unwrap().with_extension("");
            let mut module: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
                module.pop();
            }
            module.insert(0, name.clone());
            if module.iter().any(|part| ["tests", "fixture"].contains(&part.as_str())) {
                continue;
            }
            let own = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
            files.push(File { path: own, module, text: of_the_house(&fs::read_to_string(&path).unwrap()) });
        }
    }
    files
}

/// What stands before the tests of a file.
fn of_the_house(text: &str) -> String {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// Code without comments.
fn code(text: &str) -> String {
    let line = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The paths that the tree of a `use` names, without its aliases.
fn leaves(tree: &str, before: &[String], found: &mut Vec<Vec<String>>) {
    let (head, list) = match tree.split_once('{') {
        Some((head, list)) => (head, Some(list.trim_end().strip_suffix('}').unwrap_or(list))),
        None => (tree, None),
    };
    let mut path = before.to_vec();
    path.extend(head.split("::").map(|step| word(step.trim())).filter(|step| !step.is_empty() && step != "self"));
    let Some(list) = list else { return found.push(path) };
    let (mut depth, mut begin) = (0, 0);
    for (at, c) in list.char_indices().chain([(list.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = list[begin..at].trim();
                if !part.is_empty() {
                    leaves(part, &path, found);
                }
                begin = at + 1;
            }
            _ => {}
        }
    }
}

/// A path as it stands in a file, and whether the file only hands it on.
struct Named {
    path: Vec<String>,
    handed_on: bool,
    /// In how many modules within the file it stands.
    inside: usize,
}

fn named(text: &str, roots: &BTreeSet<String>) -> Vec<Named> {
    let code = code(text);
    let (mut all, mut inside, mut rest) = (Vec::new(), 0, String::new());
    let mut lines = code.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("mod ") && line.ends_with('{') {
            inside = 1;
        } else if line == "}" {
            inside = 0;
        }
        let begin = line.trim_start();
        let begin = ["pub ", "pub(crate) ", "pub(super) "]
            .iter()
            .find_map(|public| begin.strip_prefix(public))
            .unwrap_or(begin);
        if let Some(tree) = begin.strip_prefix("use ") {
            let mut tree = tree.to_owned();
            while !tree.contains(';') {
                let Some(more) = lines.next() else { break };
                tree.push_str(more);
            }
            let mut found = Vec::new();
            leaves(tree.split(';').next().unwrap_or_default(), &[], &mut found);
            let handed_on = line.trim_start().starts_with("pub");
            all.extend(found.into_iter().map(|path| Named { path, handed_on, inside }));
            continue;
        }
        rest.clear();
        rest.push_str(line);
        for root in roots.iter().map(String::as_str).chain(["crate", "super"]) {
            for (at, _) in rest.match_indices(&format!("{root}::")) {
                if rest[..at].ends_with(|c: char| c.is_alphanumeric() || "_:$".contains(c)) {
                    continue;
                }
                let mut path = vec![root.to_owned()];
                let mut tail = &rest[at + root.len()..];
                while let Some(next) = tail.strip_prefix("::") {
                    let step = word(next);
                    if step.is_empty() {
                        break;
                    }
                    tail = &next[step.len()..];
                    path.push(step);
                }
                all.push(Named { path, handed_on: false, inside });
            }
        }
    }
    all
}

/// Who takes something from whom, file by file, names that are only handed on followed to where they come from.
pub struct Imports {
    /// By the place of the file in the sources: the places of those from which it takes something.
    pub arrows: Vec<BTreeSet<usize>>,
    /// The rooms that each file names.
    pub rooms: Vec<BTreeSet<String>>,
}

impl Imports {
    /// Of these sources.
    pub fn of(files: &[File]) -> Self {
        let place: BTreeMap<&[String], usize> =
            files.iter().enumerate().map(|(n, f)| (f.module.as_slice(), n)).collect();
        let crates: BTreeSet<String> =
            files.iter().map(|f| f.module[0].clone()).filter(|name| name != "crate").collect();
        let mut named_in = Vec::new();
        for file in files {
            let children = files.iter().filter(|f| f.module.len() > 1 && f.module[..f.module.len() - 1] == file.module);
            let roots = children.filter_map(|f| f.module.last().cloned()).chain(crates.iter().cloned()).collect();
            named_in.push(named(&file.text, &roots));
        }
        let absolute = |file: &File, named: &Named| -> Option<Vec<String>> {
            let mut own = file.module.clone();
            let mut path = named.path.as_slice();
            match path.first()?.as_str() {
                "crate" => Some([&file.module[..1], &path[1..]].concat()),
                "super" => {
                    let mut up = 0;
                    while path.first().is_some_and(|step| step == "super") {
                        (path, up) = (&path[1..], up + 1);
                    }
                    let up = up - named.inside.min(up);
                    if up == 0 {
                        return None;
                    }
                    own.truncate(own.len().saturating_sub(up));
                    Some([own.as_slice(), path].concat())
                }
                first => {
                    own.push(first.to_owned());
                    if place.contains_key(own.as_slice()) {
                        return Some([file.module.as_slice(), path].concat());
                    }
                    crates.contains(first).then(|| path.to_vec())
                }
            }
        };
        // The names that a file hands on, each with where it comes from.
        let mut handed: Vec<BTreeMap<String, Vec<String>>> = Vec::new();
        for (file, named) in files.iter().zip(&named_in) {
            let on = named.iter().filter(|named| named.handed_on);
            handed.push(on.filter_map(|n| Some((n.path.last()?.clone(), absolute(file, n)?))).collect());
        }
        let target = |mut path: Vec<String>| -> Option<usize> {
            for _ in 0..8 {
                let known = (1..=path.len()).rev().find(|length| place.contains_key(&path[..*length]))?;
                let file = place[&path[..known]];
                match path.get(known).and_then(|name| handed[file].get(name)) {
                    Some(from) if *from != path => path = from.clone(),
                    _ => return Some(file),
                }
            }
            None
        };
        let (mut arrows, mut rooms) = (Vec::new(), Vec::new());
        for (n, (file, named)) in files.iter().zip(&named_in).enumerate() {
            let paths = named.iter().filter_map(|named| Some((named.handed_on, absolute(file, named)?)));
            let (mut to, mut in_rooms) = (BTreeSet::new(), BTreeSet::new());
            for (handed_on, path) in paths {
                let Some(other) = target(path) else { continue };
                in_rooms.insert(files[other].room().to_owned());
                if other != n && !handed_on {
                    to.insert(other);
                }
            }
            arrows.push(to);
            rooms.push(in_rooms);
        }
        Self { arrows, rooms }
    }

    /// Every set of files that import each other in a circle.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let reach = |from: usize| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
            while let Some(at) = next.pop() {
                next.extend(self.arrows[at].iter().filter(|to| seen.insert(**to)));
            }
            seen
        };
        let reached: Vec<BTreeSet<usize>> = (0..self.arrows.len()).map(reach).collect();
        let circle = |one: usize| -> Vec<usize> {
            (0..reached.len()).filter(|n| reached[one].contains(n) && reached[*n].contains(&one)).collect()
        };
        let circles: BTreeSet<Vec<usize>> = (0..reached.len()).map(circle).collect();
        circles.into_iter().filter(|circle| !circle.is_empty()).collect()
    }
}
