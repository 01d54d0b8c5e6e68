//! The German words by which it is known what a number counts, and what it does not.

/// Words, parted by spaces.
#[derive(Clone, Copy, Debug)]
pub struct Words(&'static str);

impl Words {
    /// Whether a word is one of them.
    pub fn have(self, word: &str) -> bool {
        self.0.split(' ').any(|one| one == word)
    }
}

/// "zwei" and those after it.
pub const IN_WORDS: [&str; 11] =
    ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"];

/// After these stands the number of something, not how many there are.
pub const NUMBERED: Words = Words(
    "§ Nr. Nrn. Nummer TOP Abs. Absatz Art. Artikel Satz Ziffer Ziffern Ziff. Anlage Anlagen Kapitel Kap. Abschnitt \
     Abschn. Seite Seiten S. Punkt Stufe Phase Version Tabelle Tab. Abbildung Abb. Teil Los Buchst. KW Az. Drucksache \
     Position Zeile Jahr",
);

/// After these, small, stands a year.
pub const YEARLY: Words = Words(
    "seit ab in bis von zwischen und oder im vor nach für aus anfang mitte ende stand jahr jahre jahres jahren haushalt \
     haushaltsjahr frühjahr frühling sommer herbst winter quartal quartals halbjahr halbjahres jahresende",
);

/// Verbs that say how much there is.
pub const AMOUNTING: Words = Words(
    "beträgt betrug betragen beläuft belief liegt liegen lag lagen steht stehen stand steigt stieg stiegen wächst wuchs \
     wuchsen erhöht erhöhte erhöhten sinkt sank sanken fällt fiel erreicht erreichte umfasst umfasste zählt zählte gibt \
     verringerte",
);

/// The same at the end of a clause: "ist auf 118 gestiegen".
pub const AMOUNTED: Words = Words(
    "gestiegen angestiegen gewachsen angewachsen erhöht gesteigert gesunken gefallen zurückgegangen verringert erreicht",
);

/// What may stand between what is counted and its number.
pub const SMALL: Words = Words(
    "ist sind war waren hat haben sich konnte konnten wurde wurden es auf bei um von bis zu zwischen nun jetzt heute \
     derzeit aktuell inzwischen mittlerweile damit bereits insgesamt zuletzt somit also nur noch mehr weniger als",
);

/// A number after these is not meant exactly.
pub const ABOUT: Words = Words("rund etwa ca. circa ungefähr knapp fast nahezu annähernd");
/// A number after these is the least that there is; so it is after "mehr als".
pub const AT_LEAST: Words = Words("über mindestens wenigstens");
/// A number after these is the most that there is; so it is after "weniger als" and "bis zu".
pub const AT_MOST: Words = Words("unter höchstens maximal");

/// Small words that end like adjectives and are none.
const NO_ADJECTIVES: Words = Words(
    "der dieser jener aller einer ihrer seiner unserer deren diese diesen alle allen eine einen ihre ihren unsere unseren \
     die den werden wurden haben hatten sollen wollen können konnten müssen waren gegen neben unter hinter über oder aber \
     ohne",
);

/// Adjectives, without their ending, of what a figure does not count, or not yet.
const OTHERS: Words = Words(
    "weiter ander zusätzlich geplant künftig zukünftig vorgesehen übrig restlich fehlend ausstehend verbleibend beantragt \
     offen",
);

/// Whether a word can be an adjective before a noun: small, with one of the endings.
pub fn adjective(word: &str) -> bool {
    let ends = ["e", "en", "er", "es", "em"].iter().any(|end| word.ends_with(end));
    ends && word.chars().all(|c| c.is_lowercase() || c == '-') && !NO_ADJECTIVES.have(word)
}

/// Whether an adjective makes another thing of what is counted.
pub fn others(word: &str) -> bool {
    ["e", "en", "er", "es"].iter().any(|end| word.strip_suffix(end).is_some_and(|stem| OTHERS.have(stem)))
}

/// A word in small letters without its ending.
pub fn stem(word: &str) -> String {
    let small = word.to_lowercase();
    let short = ["en", "er", "e", "n", "s"].iter().find_map(|end| small.strip_suffix(end));
    short.filter(|short| short.chars().count() >= 4).map_or(small.clone(), str::to_owned)
}

/// The noun of a label: "Ämter" of "Ämter, für die die Einführung vorgesehen ist".
pub fn noun(label: &str) -> &str {
    let words = || label.split_whitespace();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let noun = words().skip_while(|word| !capital(word)).take_while(capital).last();
    noun.or_else(|| words().last()).unwrap_or_default().trim_end_matches([',', ':', ';'])
}
