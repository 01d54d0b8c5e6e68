//! What is found and waived: each override names one finding, with why.

use domain::error::Violation;
use domain::report_step::Override;

use super::Finding;

/// What is found and was not waived.
pub fn open(found: &[Finding], overrides: &[Override]) -> Vec<Finding> {
    found.iter().filter(|finding| !overrides.iter().any(|o| names(o, finding))).cloned().collect()
}

/// What is found and was waived, with why.
pub fn waived(found: &[Finding], overrides: &[Override]) -> Vec<Finding> {
    let explained = |finding: &Finding| {
        let explanation = overrides.iter().find(|o| names(o, finding))?.explanation.clone();
        Some(Finding { explanation: Some(explanation), ..finding.clone() })
    };
    found.iter().filter_map(explained).collect()
}

/// What is wrong with overrides: each names exactly one thing that was found, and no two name the same.
pub fn unmatched_overrides(found: &[Finding], overrides: &[Override]) -> Vec<Violation> {
    let named = |o: &Override| found.iter().filter(|finding| names(o, finding)).collect::<Vec<_>>();
    let all: Vec<Vec<&Finding>> = overrides.iter().map(named).collect();
    let wrong = |(n, passing): (usize, &Override)| match all.get(n)?.as_slice() {
        [] => {
            let about = passing.subject.as_ref().map(|subject| format!(" about '{subject}'")).unwrap_or_default();
            let detail = format!("nothing of the code '{}' is found at '{}'{about}", passing.finding, passing.place);
            Some(Violation::at(format!("/overrides/{n}"), detail))
        }
        [one] => {
            let twice = all.iter().take(n).any(|other| other.as_slice() == [*one]);
            twice.then(|| Violation::at(format!("/overrides/{n}"), "is let pass twice"))
        }
        several => {
            let subjects = several.iter().filter_map(|finding| finding.subject.as_ref());
            let subjects: Vec<String> = subjects.map(|subject| format!("'{subject}'")).collect();
            let detail = format!("is required, because several are found there: {}", subjects.join(", "));
            Some(Violation::at(format!("/overrides/{n}/subject"), detail))
        }
    };
    overrides.iter().enumerate().filter_map(wrong).collect()
}

/// Whether an override names a finding; one without a subject names all of its code and place.
fn names(passing: &Override, finding: &Finding) -> bool {
    passing.finding == finding.code.name()
        && passing.place == finding.place
        && (passing.subject.is_none() || passing.subject == finding.subject)
}
