//! Tables as people have them: what a spreadsheet made of a file is read as what it was, or it is said what was lost.

use serde_json::{Value, json};

use super::{counts, csv};
use crate::http::{Callers, id, project};
use crate::support::client::{Answer, Client};
use crate::support::on_both;

const SERVICES: &str = "as=online-services&project=ozg";

fn send(caller: &Client, media: &str, body: &[u8]) -> Answer {
    caller.send("POST", &format!("/v1/imports?{SERVICES}"), &[("Content-Type", media)], Some(body))
}

/// What stands in the list: name and first day of each service.
fn services(caller: &Client) -> Vec<(String, String)> {
    let list = caller.get("/v1/projects/ozg/items?limit=200").expect(200).json();
    let service =
        |s: &Value| (s["name"].as_str().unwrap().to_owned(), s["meta"]["validFrom"].as_str().unwrap().to_owned());
    list["data"].as_array().unwrap().iter().map(service).collect()
}

#[test]
fn whatever_a_spreadsheet_saves_is_read() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let row = "online;01.02.2023";
        let files: [(&str, &str, Vec<u8>); 9] = [
            (
                "empty columns at the end",
                "text/csv",
                format!("\u{feff}name;state;validFrom;;\r\nEins;{row};;\r\n;;;;\r\n").into(),
            ),
            ("empty rows", "text/csv", format!("\u{feff}name;state;validFrom\r\n;;\r\nZwei;{row}\r\n;;\r\n").into()),
            ("no mark", "text/csv", format!("name;state;validFrom\r\nDrei;{row}\r\n").into()),
            ("a header in any case", "text/csv", format!("\u{feff}NAME;State ;validfrom\r\nVier;{row}\r\n").into()),
            (
                "a line for the separator",
                "text/csv",
                format!("\u{feff}sep=;\r\nname;state;validFrom\r\nFünf;{row}\r\n").into(),
            ),
            ("another separator", "text/csv", b"sep=,\nname,state,validFrom\nSechs,online,01.02.23\n".to_vec()),
            ("ANSI", "text/csv", b"name;state;validFrom\r\nF\xfchrerschein;online;1.2.2023\r\n".to_vec()),
            (
                "declared ANSI",
                "text/csv; charset=\"Windows-1252\"",
                b"name;state;validFrom\r\n\xc5land;online;01.02.23\r\n".to_vec(),
            ),
            ("UTF-16", "text/csv", {
                let text = format!("\u{feff}name;state;validFrom\r\nAcht;{row}\r\n");
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }),
        ];
        for (what, media, body) in &files {
            let done = send(&callers.editor, media, body);
            assert_eq!(done.status, 201, "{what}: {}", done.body);
            assert_eq!(counts(&done.json()), [1, 0, 0, 0, 0], "{what}: {}", done.body);
        }
        let names = ["Acht", "Åland", "Drei", "Eins", "Führerschein", "Fünf", "Sechs", "Vier", "Zwei"];
        let mut found = services(&callers.editor);
        found.sort();
        let mut wanted: Vec<(String, String)> =
            names.iter().map(|name| ((*name).to_owned(), "2023-02-01".to_owned())).collect();
        wanted.sort();
        assert_eq!(found, wanted);

        // JSON as Windows programs save it.
        let list = "\u{feff}[{\"name\": \"Neun\", \"state\": \"online\", \"validFrom\": \"2023-02-01\"}]";
        assert_eq!(
            counts(&send(&callers.editor, "application/json", list.as_bytes()).expect(201).json()),
            [1, 0, 0, 0, 0]
        );
        let wide: Vec<u8> = list.replace("Neun", "Zehn").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(counts(&send(&callers.editor, "application/json", &wide).expect(201).json()), [1, 0, 0, 0, 0]);
        let marked = "\u{feff}{\"type\": \"OnlineService\", \"name\": \"Elf\", \"state\": \"online\"}";
        let path = "/v1/projects/ozg/items?validFrom=2023-02-01";
        callers.editor.send("POST", path, &[("Content-Type", "application/json")], Some(marked.as_bytes())).expect(201);
    });
}

#[test]
fn nothing_is_converted_without_a_word_and_nothing_lost_is_taken() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let file = b"name;state;validFrom;maturity.model;maturity.level;countsAsOnlineService\r\n\
            Gr\xfc\xdfe;online;1.2.23;1.1;3;wahr\r\n";
        let done = send(&callers.editor, "text/csv", file).expect(201).json();
        assert_eq!((&done["encoding"], &done["profile"]), (&json!("windows-1252"), &json!("excel")));
        let conversions = json!([
            {"column": "validFrom", "from": "1.2.23", "to": "2023-02-01"},
            {"column": "countsAsOnlineService", "from": "wahr", "to": "true"},
        ]);
        assert_eq!(done["data"][0]["conversions"], conversions);
        let rows = callers.editor.get(done["links"]["rows"].as_str().unwrap()).expect(200).json();
        assert_eq!(rows["data"][0]["conversions"], conversions, "and it is kept with the rows");

        let before = city.last();
        for (lost, column) in
            [("9,9001E+13", "leikaKey"), ("02. Mrz", "typing"), ("03. Okt", "name"), ("01. Jan", "name")]
        {
            let file = if column == "name" {
                format!("\u{feff}name;state\r\n{lost};online\r\n")
            } else {
                format!("\u{feff}name;state;{column}\r\nDienst;online;{lost}\r\n")
            };
            let refused = csv(&callers.editor, SERVICES, &file).expect(422).json();
            assert_eq!(refused["violations"][0]["pointer"], format!("/rows/1/{column}"), "{refused}");
            assert!(refused["violations"][0]["detail"].as_str().unwrap().contains("spreadsheet"), "{refused}");
        }
        let stray = "\u{feff}name;state;\r\nDienst;online;verrutscht\r\n";
        csv(&callers.editor, SERVICES, stray).expect(422);
        assert_eq!(city.last(), before);
        // Whoever means it, says so by an apostrophe, and gets it back.
        csv(&callers.editor, SERVICES, "\u{feff}name;state;validFrom\r\n'03. Okt;online;01.02.2023\r\n").expect(201);
        assert!(services(&callers.editor).iter().any(|(name, _)| name == "03. Okt"));
    });
}

#[test]
fn texts_that_look_like_numbers_survive_a_spreadsheet() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        let service = json!({
            "type": "OnlineService", "name": "1. März 2024", "state": "online", "leikaKey": "99001001000000", "ozgId": "01234",
            "typing": "2/3", "maturity": {"model": "1.1", "level": 3}, "portalId": "00123", "visibility": "public",
        });
        let path = "/v1/projects/ozg/items?validFrom=2023-02-01";
        let made = id(&callers.editor.post(path, &service).expect(201).json());
        let office = json!({"name": "Amt für Brandschutz", "shortName": "37", "number": "3.10"});
        callers.admin.post("/v1/offices?validFrom=start", &office).expect(201);

        let table = callers.editor.get("/v1/projects/ozg/items?format=csv&profile=excel").expect(200).body;
        let offices = callers.editor.get("/v1/offices?format=csv&profile=excel").expect(200).body;
        // What begins with an apostrophe is left alone by every spreadsheet.
        for kept in ["'1. März 2024", "'99001001000000", "'01234", "'2/3", "'1.1", "'00123"] {
            assert!(table.contains(&format!(";{kept};")), "{kept}: {table}");
        }
        assert!(offices.contains(";'37;'3.10"), "{offices}");
        // The spreadsheet shows days with two digits for the year, and adds columns.
        let saved: String =
            table.lines().map(|line| format!("{};;\r\n", line.replace("01.02.2023", "01.02.23"))).collect();
        let same = csv(&callers.editor, SERVICES, &saved).expect(201).json();
        assert_eq!(counts(&same), [0, 0, 1, 0, 0], "{same}");
        assert_eq!(same["data"][0]["id"], made);
        assert_eq!(counts(&csv(&callers.editor, "as=offices", &offices).expect(201).json()), [0, 0, 1, 0, 0]);
    });
}

#[test]
fn an_office_is_called_as_people_call_it() {
    on_both(|city| {
        let callers = Callers::of(city);
        project(&callers.editor, "ozg");
        project(&callers.editor, "ereb");
        let office = |name: &str, short: &str, number: &str| {
            let body = json!({"name": name, "shortName": short, "number": number});
            id(&callers.admin.post("/v1/offices?validFrom=start", &body).expect(201).json())
        };
        let (registry, building) = (office("Bürgeramt", "BA", "33"), office("Bauamt", "BauA", "63"));
        office("Zweites Bauamt", "B2", "64");
        let table = "name;state;office;validFrom\r\nEins;online;33;2023-02-01\r\nZwei;online;BauA;2023-02-01\r\n\
            Drei;online;Bu\u{308}rgeramt ;2023-02-01\r\n";
        let done = csv(&callers.editor, SERVICES, table).expect(201).json();
        assert_eq!(counts(&done), [3, 0, 0, 0, 0], "{done}");
        let list = callers.editor.get("/v1/projects/ozg/items").expect(200).json();
        let of = |name: &str| {
            let all = list["data"].as_array().unwrap();
            all.iter().find(|s| s["name"] == name).unwrap()["office"].as_str().unwrap().to_owned()
        };
        assert_eq!([of("Eins"), of("Zwei"), of("Drei")], [registry.clone(), building, registry]);
        // The same again by another of its names says nothing new.
        let again = table.replace(";33;", ";Bürgeramt;");
        assert_eq!(counts(&csv(&callers.editor, SERVICES, &again).expect(201).json()), [0, 0, 3, 0, 0]);

        let before = city.last();
        office_refused(&callers, "name;state;office;validFrom\r\nVier;online;Forstamt;2023-02-01\r\n", "no office");
        callers.admin.post("/v1/offices?validFrom=start", &json!({"name": "Bauamt", "shortName": "B3"})).expect(201);
        office_refused(&callers, "name;state;office;validFrom\r\nVier;online;Bauamt;2023-02-01\r\n", "give the id");
        assert_eq!(city.last().0, before.0 + 1, "only the office was recorded");
        // A unit of a rollout is known by its office, however that is called.
        let units = "office;module;state;validFrom\r\nBA;invoice_register;live;2023-02-01\r\n";
        let query = "as=rollout-units&project=ereb";
        assert_eq!(counts(&csv(&callers.editor, query, units).expect(201).json()), [1, 0, 0, 0, 0]);
        let same = csv(&callers.editor, query, &units.replace("BA;", "33;")).expect(201).json();
        assert_eq!(counts(&same), [0, 0, 1, 0, 0], "{same}");
    });
}

fn office_refused(callers: &Callers, table: &str, detail: &str) {
    let refused = csv(&callers.editor, SERVICES, table).expect(422).json();
    assert_eq!(refused["violations"][0]["pointer"], "/rows/1/office", "{refused}");
    assert!(refused["violations"][0]["detail"].as_str().unwrap().contains(detail), "{refused}");
}
