-- What became of imported tables, row by row: kept for some days, no part of the ledger and of no export.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    summary TEXT NOT NULL
);
CREATE INDEX import_age ON import (created_at);
CREATE TABLE import_row (
    import TEXT NOT NULL REFERENCES import (id),
    number BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (import, number)
);
CREATE INDEX import_row_outcome ON import_row (import, outcome, number);
