//! Contrast of a colour on white, as the accessibility guidelines compute it (WCAG 2.1, relative luminance).

/// The least contrast of text on its ground (WCAG 2.1 AA, success criterion 1.4.3).
pub const LEAST: f64 = 4.5;

/// The contrast of `#rrggbb` on white, from 1 to 21; nothing where that is no colour.
pub fn on_white(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|d| d.len() == 6)?;
    let [red, green, blue] = <[u8; 3]>::try_from(hex::decode(digits).ok()?).ok()?;
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
    };
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    Some(1.05 / (luminance + 0.05))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let rounded = |colour| on_white(colour).map(|c| (c * 10.0).round() / 10.0);
        assert_eq!(rounded("#000000"), Some(21.0));
        assert_eq!(rounded("#FFFFFF"), Some(1.0));
        assert_eq!(rounded("#b34700"), Some(5.5));
        assert_eq!(rounded("#d55e00"), Some(3.9));
        assert_eq!(["004b87", "#004b8", "#gg4b87", "#ä04b8"].map(on_white), [None; 4]);
    }
}
