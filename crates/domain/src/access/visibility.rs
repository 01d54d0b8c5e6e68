//! Who may see something.

crate::names! {
    /// Who may see something (Sichtbarkeit). The default is internal.
    #[derive(Default)]
    pub enum Visibility {
        /// Everybody (öffentlich, ö).
        Public = "public",
        /// The administration (verwaltungsintern).
        #[default]
        Internal = "internal",
        /// Not public in the sense of the council's rules (nichtöffentlich, nö).
        NonPublic = "non_public",
    }
}

impl Visibility {
    /// From its name; what cannot be read is kept from everybody.
    pub fn stored(name: &str) -> Self {
        Self::ALL.iter().copied().find(|v| v.name() == name).unwrap_or(Self::NonPublic)
    }
}
