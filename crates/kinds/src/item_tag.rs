//! The tag that every type of items carries.

/// The tag of a type of items: the field `type`, of which exactly one value is right.
macro_rules! item_tag {
    ($name:ident, $text:tt) => {
        /// The type of the item.
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            /// The only one.
            #[default]
            #[serde(rename = $text)]
            Only,
        }
    };
}

pub(crate) use item_tag;
