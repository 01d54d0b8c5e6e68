//! What the API document says of imports.

use serde_json::json;

use crate::http::endpoint::Operation;
use crate::http::openapi::examples::example;
use application::access::permission::{ImportTables, Known};
use imports::dispatch;
use imports::outcome::{ImportRowPage, RowOutcome};
use imports::summary::Import;

/// Importing a table.
pub fn create() -> Operation {
    let names = dispatch::names();
    let flag = || json!({"type": "boolean", "default": false});
    let csv = "id;validFrom;validTo;name;shortName\r\n;start;;Amt für Digitalisierung und IT;IT\r\n";
    Operation::new("createImport", "imports", "Import a table")
        .description(
            "All rows as one change, or nothing: CSV with a header row (columns by name, as the export of the list has them) \
             or a list of JSON objects (as the API gives them). A row is matched by its id, else by its slug or key, else by \
             what it is known by (docs/API-DESIGN.md); what it does not name stays as it is, an empty cell says that there \
             is nothing. A row of an item says since when (`validFrom`), or it is refused. With `dryRun=true` it is only \
             told what would become of each row. A file of BayernPortal (JSON) is taken for online services: what is \
             listed is online, what is listed no longer goes offline on `asOf`.",
        )
        .needs::<ImportTables>()
        .query("as", json!({"type": "string", "enum": names}), "What the rows are. Required.", json!("offices"))
        .query("project", json!({"type": "string"}), "Slug of the project; not needed where only one can be meant.", json!("ozg"))
        .query("indicator", json!({"type": "string"}), "Key of the indicator, for observations.", json!("cases"))
        .query("dryRun", flag(), "Change nothing, and tell what would become of each row.", json!(true))
        .query(
            "profile",
            json!({"type": "string", "enum": ["open", "excel"]}),
            "How the CSV is written; without it, `excel` if it begins with a byte order mark, else `open`.",
            json!("excel"),
        )
        .query("asOf", json!({"$ref": "#/components/schemas/Day"}), "For which day the file of a portal holds; today without it.", json!("2023-04-06"))
        .query("force", flag(), "Let more than a fifth of the services end that a portal's file lists no longer.", json!(false))
        .shared(&["change-reason", "idempotency-key"])
        .body(
            "application/json",
            json!({
        "description": "A list of resources, or whatever a portal gives.",
        "oneOf": [{"type": "array", "items": {"type": "object"}}, {"type": "object"}],
    }),
            json!([{"name": "Amt für Digitalisierung und IT", "shortName": "IT"}]),
        )
        .body_as("text/csv", json!({"type": "string"}), json!(csv))
        .returns::<Import>(200, "What would become of it (dryRun): the summary with the first rows.")
        .example(example("importRehearsed"))
        .header("Location", "Where the summary is kept for some days.")
        .header("Link", "The next rows (rel=next), if there are more.")
        .returns::<Import>(201, "Imported: the summary with the first rows.")
        .example(example("import"))
        .header("Location", "Where the summary is kept for some days.")
        .header("Link", "The next rows (rel=next), if there are more.")
        .problem(409)
}

/// Reading what became of an import.
pub fn read() -> Operation {
    Operation::new("readImport", "imports", "Read what became of an import")
        .description(
            "Kept for seven days, for the importer and for the administration. A redaction lets it go at once.",
        )
        .needs::<Known>()
        .shared(&["if-none-match"])
        .returns::<Import>(200, "The summary.")
        .example(example("import"))
        .header("ETag", "Digest of the answer.")
}

/// Listing what became of each row.
pub fn rows() -> Operation {
    let outcomes: Vec<&str> = RowOutcome::ALL.iter().map(|outcome| outcome.name()).collect();
    Operation::new("listImportRows", "imports", "List what became of each row")
        .needs::<Known>()
        .query("outcome", json!({"type": "string", "enum": outcomes}), "Only these.", json!("refused"))
        .shared(&["limit", "cursor", "if-none-match"])
        .returns::<ImportRowPage>(200, "A page of rows, in the order of the file.")
        .example(example("importRows"))
        .header("Link", "The next page (rel=next), if there is one.")
        .header("ETag", "Digest of the page.")
}
