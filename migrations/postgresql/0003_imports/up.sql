-- What became of imported tables, row by row: kept for some days, no part of the ledger and of no export.
CREATE TABLE import (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    actor TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    summary TEXT COLLATE "C" NOT NULL
);
CREATE INDEX import_age ON import (created_at);
CREATE TABLE import_row (
    import TEXT COLLATE "C" NOT NULL REFERENCES import (id),
    number BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (import, number)
);
CREATE INDEX import_row_outcome ON import_row (import, outcome, number);
