//! States and the moves between them: an enumeration whose transitions are data, so that a refusal can name what is possible.

/// One state and the states that may follow it.
#[derive(Debug)]
pub struct State {
    /// As it stands in JSON.
    pub name: &'static str,
    /// The states that may follow.
    pub next: &'static [&'static str],
}

/// The states of a shape, the first one first.
#[derive(Debug)]
pub struct States(pub &'static [State]);

impl States {
    /// The state in which something begins unless its beginning is dated.
    pub fn first(&self) -> &'static str {
        self.0.first().map_or("", |s| s.name)
    }

    /// All of them by name, in the order in which they are usually passed.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|state| state.name).collect()
    }

    /// The states that may follow `state`; empty for an unknown one.
    pub fn after(&self, state: &str) -> &'static [&'static str] {
        self.0.iter().find(|s| s.name == state).map_or(&[], |s| s.next)
    }

    /// Whether `to` may follow `from`; staying is always possible.
    pub fn allow(&self, from: &str, to: &str) -> bool {
        from == to || self.after(from).contains(&to)
    }
}

/// Declares an enumeration of states with its moves:
/// `states! { /// doc\n pub enum ServiceState { /// doc\n Planned = "planned" => ["online"], … } }`.
/// The first state is the one in which something begins.
///
/// `$text` is a `tt`: a `literal` reaches utoipa's derive in a group that it does not look into, and the schema would
/// name the variants instead.
#[macro_export]
macro_rules! states {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident = $text:tt => [$($next:literal),* $(,)?]),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// All states with their moves, in the order in which they are usually passed.
            pub const STATES: $crate::states::States = $crate::states::States(&[
                $($crate::states::State { name: $text, next: &[$($next),*] }),+
            ]);

            /// As it stands in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

/// Declares an enumeration of names without moves: `names! { /// doc\n pub enum Level { /// doc\n Low = "low", … } }`.
#[macro_export]
macro_rules! names {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        #[allow(dead_code, reason = "not every enumeration is listed or named")]
        impl $name {
            /// All of them, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it stands in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

/// Reads a name of an enumeration that [`names!`](crate::names) declares: `from_name!(Interval);`
#[macro_export]
macro_rules! from_name {
    ($name:ty) => {
        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> std::result::Result<Self, String> {
                let known = Self::ALL.iter().copied().find(|one| one.name() == text);
                let names = || Self::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
                known.ok_or_else(|| format!("must be one of: {}", names()))
            }
        }
    };
}
