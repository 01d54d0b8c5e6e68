//! Labels beside their lines: pushed apart so that none covers another, and no further than that.

/// The upper edges of labels of these heights that would like to stand with their middles at `middles` (from top to
/// bottom), between `top` and `bottom`: in their order, without overlapping, moved as little as possible in all.
///
/// Where there is not room enough, they begin at `top` and stand one below the other.
pub fn apart(middles: &[f64], heights: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    // With the heights of those above taken off, "not overlapping" is "not falling", and the least moves are known:
    // neighbours that fall are pooled at their mean (isotonic regression).
    let mut above = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (middle, height) in middles.iter().zip(heights) {
        let mut pool = (middle - height / 2.0 - above, 1);
        above += height;
        while let Some(last) = pools.last().copied().filter(|last| mean(*last) > mean(pool)) {
            pools.pop();
            pool = (last.0 + pool.0, last.1 + pool.1);
        }
        pools.push(pool);
    }
    let most = (bottom - above).max(top);
    let levels = pools.into_iter().flat_map(|pool| std::iter::repeat_n(mean(pool).clamp(top, most), pool.1));
    let mut above = 0.0;
    levels
        .zip(heights)
        .map(|(level, height)| {
            let edge = level + above;
            above += height;
            edge
        })
        .collect()
}

fn mean((sum, count): (f64, usize)) -> f64 {
    sum / f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_stand_where_they_like_unless_they_would_overlap() {
        assert_eq!(apart(&[100.0, 200.0], &[20.0, 20.0], 0.0, 400.0), [90.0, 190.0]);
        assert_eq!(apart(&[100.0, 100.0], &[20.0, 20.0], 0.0, 400.0), [80.0, 100.0]);
        assert_eq!(apart(&[5.0, 395.0], &[20.0, 20.0], 0.0, 400.0), [0.0, 380.0]);
        assert_eq!(apart(&[10.0, 10.0, 10.0], &[20.0, 20.0, 20.0], 0.0, 30.0), [0.0, 20.0, 40.0]);
        assert!(apart(&[], &[], 0.0, 30.0).is_empty());
    }

    proptest! {
        #[test]
        fn no_label_covers_another(labels in proptest::collection::vec((0.0f64..500.0, 10.0f64..80.0), 0..30)) {
            let mut middles: Vec<f64> = labels.iter().map(|l| l.0).collect();
            middles.sort_by(f64::total_cmp);
            let heights: Vec<f64> = labels.iter().map(|l| l.1).collect();
            let (top, all) = (40.0, heights.iter().sum::<f64>());
            let bottom = top + all.max(500.0);
            let edges = apart(&middles, &heights, top, bottom);
            prop_assert_eq!(edges.len(), heights.len());
            let mut free = top;
            for (edge, height) in edges.iter().zip(&heights) {
                prop_assert!(*edge >= free - 1e-6, "{} {}", edge, free);
                free = edge + height;
            }
            prop_assert!(free <= bottom + 1e-6);
        }
    }
}
