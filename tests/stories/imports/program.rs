//! The same by the command line.

use crate::http::program::{directory, run, text};

#[test]
fn the_operator_imports_tables() {
    let directory = directory("tables");
    let write = |name: &str, text: &str| std::fs::write(directory.join(name), text).unwrap();
    write("offices.csv", "number;name;shortName;validFrom\n10;Hauptamt;HA;start\n");
    write(
        "projects.json",
        r#"[{"slug": "ozg", "kind": "ozg", "title": "OZG", "phase": "rollout", "visibility": "public", "validFrom": "start"}]"#,
    );
    write("services.csv", "name;state;validFrom\nBewohnerparkausweis;online;start\nHundesteuer;online;\n");
    write(
        "portal.json",
        r#"[{"leistungId": "1", "leistungBezeichnung": "Hundesteuer", "onlineverfahren": [{"id": 1}]}]"#,
    );
    for (file, what) in [("offices.csv", "offices"), ("projects.json", "projects")] {
        let done = run(&directory, &["import", file, "--as", what, "--reason", "Anfangsbestand"]);
        assert!(done.status.success() && text(&done).starts_with("1 rows: 1 created."), "{}", text(&done));
    }
    let rehearsed = run(&directory, &["import", "services.csv", "--as", "online-services", "--dry-run"]);
    assert!(!rehearsed.status.success());
    let told = text(&rehearsed);
    assert!(told.contains("row 1: created Bewohnerparkausweis") && told.contains("Nothing was changed."), "{told}");
    let refused = run(&directory, &["import", "services.csv", "--as", "online-services"]);
    assert!(
        !refused.status.success() && text(&refused).contains("row 2, validFrom: is required"),
        "{}",
        text(&refused)
    );
    let portal = run(&directory, &["import", "portal.json", "--as", "online-services", "--as-of", "2023-04-06"]);
    assert!(
        portal.status.success() && text(&portal).contains("BayernPortal lists 1 services as of 2023-04-06."),
        "{}",
        text(&portal)
    );
    for wrong in [
        &["import", "nix.csv", "--as", "offices"][..],
        &["import", "offices.csv", "--as", "nix"],
        &["import", "offices.csv", "--dry-run"],
    ] {
        let wrong = run(&directory, wrong);
        assert!(!wrong.status.success() && !text(&wrong).contains("panicked"), "{}", text(&wrong));
    }
    let verified = run(&directory, &["verify"]);
    assert!(verified.status.success() && text(&verified).starts_with("3 changes, 0 findings"), "{}", text(&verified));
}
