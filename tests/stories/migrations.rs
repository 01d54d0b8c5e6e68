//! The tables: made, taken back and made again, on both databases.

use sachstand::store::migration_names;

use crate::chain::lived;
use crate::support::{City, Raw, clerk, office, on_both, on_both_counting, open};

/// Everything that the database knows of its tables and indexes.
fn schema(raw: &mut Raw) -> Vec<Option<String>> {
    match raw {
        Raw::Sqlite(_) => {
            raw.cells("SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS cell FROM sqlite_master ORDER BY name")
        }
        Raw::PostgreSql(_) => {
            let columns = raw.cells(
                "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, collation_name, column_default)
                 AS cell FROM information_schema.columns WHERE table_schema = 'public'
                 ORDER BY table_name, ordinal_position",
            );
            let indexes = raw.cells("SELECT indexdef AS cell FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1");
            let constraints = raw.cells(
                "SELECT conname || ' ' || pg_get_constraintdef(oid) AS cell FROM pg_constraint
                 WHERE connamespace = 'public'::regnamespace ORDER BY 1",
            );
            [columns, indexes, constraints].concat()
        }
    }
}

#[test]
fn migrations_are_twins() {
    let [sqlite, postgresql] = migration_names();
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgresql);
}

#[test]
fn up_down_up_gives_the_same_tables() {
    on_both(|city| {
        let mut raw = city.database.raw();
        let first = schema(&mut raw);
        assert!(first.len() > 10, "{first:?}");
        assert_eq!(city.store.migrate().unwrap(), Vec::<String>::new(), "nothing is pending after opening");
        let all = city.store.revert_all_migrations().unwrap();
        assert_eq!(all.len(), migration_names()[0].len());
        let nothing = schema(&mut raw);
        assert!(nothing.iter().flatten().all(|line| line.contains("__diesel_schema_migrations")), "{nothing:?}");
        city.store.migrate().unwrap();
        assert_eq!(schema(&mut raw), first);
    });
}

/// The tables as they were before long changes were counted, and brought to the present form again.
fn taken_back_and_made_again(city: &City) {
    lived(city);
    let lines = city.export();
    let mut raw = city.database.raw();
    let down = match raw {
        Raw::Sqlite(_) => include_str!("../../migrations/sqlite/0004_long_changes/down.sql"),
        Raw::PostgreSql(_) => include_str!("../../migrations/postgresql/0004_long_changes/down.sql"),
    };
    for statement in down.split(';').filter(|statement| !statement.trim().is_empty()) {
        raw.run(statement);
    }
    assert_eq!(raw.run("DELETE FROM __diesel_schema_migrations WHERE version = '0004'"), 1);
    assert!(!raw.columns("subject").contains(&"recorded_from".to_owned()));
    assert_eq!(city.store.migrate().unwrap(), ["0004"]);
    assert_eq!(city.store.verify(None).unwrap().findings, []);
    assert_eq!(city.export(), lines);
}

#[test]
fn a_ledger_that_has_lived_is_brought_to_the_present_form() {
    on_both(taken_back_and_made_again);
    on_both_counting(taken_back_and_made_again);
}

#[test]
fn both_databases_have_the_same_columns_and_indexes() {
    // What is written about them differs from database to database, but not their names and their order.
    let Some(database) = crate::support::Database::postgres() else { return };
    let (sqlite, postgres) = (City::new(crate::support::Database::sqlite()), City::new(database));
    let (mut sqlite, mut postgres) = (sqlite.database.raw(), postgres.database.raw());
    for table in ["subject", "change", "version", "measure", "reference", "file", "token", "import", "import_row"] {
        let columns = sqlite.columns(table);
        assert!(!columns.is_empty(), "{table}");
        assert_eq!(columns, postgres.columns(table), "{table}");
    }
    let ours = "SELECT name AS cell FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    let theirs = "SELECT indexname::text COLLATE \"C\" AS cell FROM pg_indexes WHERE schemaname = 'public'
        AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key' ORDER BY 1";
    let mut indexes = sqlite.cells(ours);
    indexes.retain(|name| name.as_deref().is_some_and(|n| !n.ends_with("_key")));
    assert_eq!(indexes, postgres.cells(theirs));
}

#[test]
fn instances_that_open_an_empty_database_at_once_all_succeed() {
    on_both(|city| {
        for _ in 0..5 {
            city.store.revert_all_migrations().unwrap();
            city.database.raw().run("DROP TABLE __diesel_schema_migrations");
            let stores: Vec<_> = std::thread::scope(|scope| {
                let opened: Vec<_> = (0..4).map(|_| scope.spawn(|| open(&city.database, &city.clock))).collect();
                opened.into_iter().map(|handle| handle.join().unwrap().unwrap()).collect()
            });
            for store in stores {
                let payload = office("IT");
                let new =
                    sachstand::store::New { id: None, parent: None, payload: &payload, window: Default::default() };
                store.write(&clerk(), |w| w.create(new), |_, _| Ok(())).unwrap();
            }
            assert_eq!(city.last().0, 4);
        }
    });
}

#[test]
fn instances_that_begin_a_new_file_at_once_all_succeed() {
    for _ in 0..5 {
        let (database, clock) = (crate::support::Database::sqlite(), crate::support::Told::at("2023-04-26T07:00:00Z"));
        let clock = std::sync::Arc::new(clock);
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..4).map(|_| scope.spawn(|| open(&database, &clock).map(drop))).collect();
            opened.into_iter().for_each(|handle| handle.join().unwrap().unwrap());
        });
    }
}
