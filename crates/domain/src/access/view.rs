//! What a reader sees.

use uuid::Uuid;

use super::visibility::Visibility;

/// How much is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Only what is public.
    Public,
    /// What is public or internal.
    Internal,
    /// Everything.
    Everything,
}

impl Level {
    /// Whether something of this visibility is seen.
    pub fn sees(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Public => true,
            Visibility::Internal => self >= Self::Internal,
            Visibility::NonPublic => self == Self::Everything,
        }
    }
}

/// What a reader sees: a level for the whole city, and places in which what is internal is seen besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    level: Level,
    own: Vec<Uuid>,
}

impl View {
    /// What is public.
    pub const PUBLIC: Self = Self::all(Level::Public);
    /// What is public or internal.
    pub const INTERNAL: Self = Self::all(Level::Internal);
    /// Everything.
    pub const EVERYTHING: Self = Self::all(Level::Everything);

    const fn all(level: Level) -> Self {
        Self { level, own: Vec::new() }
    }

    /// A level for the city, and what is internal in these projects and offices.
    pub fn new(level: Level, mut own: Vec<Uuid>) -> Self {
        if level >= Level::Internal {
            own.clear();
        }
        own.sort_unstable();
        own.dedup();
        Self { level, own }
    }

    /// The view of something of this visibility: what everybody sees who sees it.
    pub fn of(visibility: Visibility) -> Self {
        match visibility {
            Visibility::Public => Self::PUBLIC,
            Visibility::Internal => Self::INTERNAL,
            Visibility::NonPublic => Self::EVERYTHING,
        }
    }

    /// How much is seen of what belongs to no project and no office.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whether something of this visibility is seen that is, belongs to or is in the care of one of `ids`.
    pub fn sees(&self, visibility: Visibility, ids: impl IntoIterator<Item = Uuid>) -> bool {
        self.level.sees(visibility) || (visibility == Visibility::Internal && self.owns(ids))
    }

    /// The view inside something: what is internal in it is seen if one of `ids` (the thing, its office) is its own.
    pub fn within(&self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        if self.level == Level::Public && self.owns(ids) { Self::INTERNAL } else { self.clone() }
    }

    fn owns(&self, ids: impl IntoIterator<Item = Uuid>) -> bool {
        !self.own.is_empty() && ids.into_iter().any(|id| self.own.binary_search(&id).is_ok())
    }

    /// The names of the visibilities that are seen everywhere, always three, some of them twice: a fixed number of values
    /// makes the same SQL every time, and databases keep what they have prepared.
    pub fn visible(&self) -> [&'static str; 3] {
        let [public, internal, non_public] =
            [Visibility::Public, Visibility::Internal, Visibility::NonPublic].map(Visibility::name);
        match self.level {
            Level::Public => [public; 3],
            Level::Internal => [public, internal, internal],
            Level::Everything => [public, internal, non_public],
        }
    }

    /// The own places in one text, for the same reason; no id is part of an empty one.
    pub fn own(&self) -> String {
        self.own.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ")
    }
}
