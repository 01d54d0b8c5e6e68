//! Sort keys, computed here so that both databases sort alike: their collations differ.

/// A key by which German names sort as in a telephone book of the first kind (DIN 5007-1): case and umlauts
/// do not count, ß is ss. Compared bytewise.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'á' | 'à' | 'â' => key.push('a'),
            'ö' | 'ó' | 'ò' | 'ô' => key.push('o'),
            'ü' | 'ú' | 'ù' | 'û' => key.push('u'),
            'é' | 'è' | 'ê' => key.push('e'),
            'ß' => key.push_str("ss"),
            other => key.push(other),
        }
    }
    // Longer keys would not fit PostgreSQL's index pages; ties are broken by id.
    key.chars().take(200).collect()
}

/// A key for a place in an order, then a name.
pub fn ordered_key(order: Option<u32>, text: &str) -> String {
    format!("{:06} {}", order.unwrap_or(999_999).min(999_999), sort_key(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_sort_beside_their_vowels() {
        let mut names = ["Zoll", "Öffentlichkeit", "Organisation", "Ämter", "Straße", "Strasse b"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Ämter", "Öffentlichkeit", "Organisation", "Straße", "Strasse b", "Zoll"]);
    }
}
