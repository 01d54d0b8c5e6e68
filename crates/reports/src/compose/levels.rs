//! Levels of headings: readers who go by headings find none skipped.

use domain::document::Block;

/// Moves what is inside a section below the section's own level.
pub fn below(mut blocks: Vec<Block>, section: u8) -> Vec<Block> {
    for block in &mut blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level).max(section + 1);
        }
    }
    blocks
}

/// Closes every gap: a heading is at most one level below the one before it; the title has level 1.
pub fn even(blocks: &mut [Block]) {
    let mut last = 1;
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level).clamp(2, last + 1);
            last = *level;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_skipped_and_none_is_above_the_sections() {
        let mut blocks = below([2, 6, 6, 1].map(|level| Block::heading(level, "x")).into(), 3);
        blocks.insert(0, Block::heading(3, "section"));
        blocks.insert(0, Block::heading(2, "part"));
        even(&mut blocks);
        let levels: Vec<u8> = blocks
            .iter()
            .filter_map(|b| if let Block::Heading { level, .. } = b { Some(*level) } else { None })
            .collect();
        assert_eq!(levels, [2, 3, 4, 5, 6, 4]);
    }
}
