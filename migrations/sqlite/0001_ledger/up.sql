-- What exists at all: an id, its shape, its place and the name it keeps for ever.
CREATE TABLE subject (
    id TEXT NOT NULL PRIMARY KEY,
    shape TEXT NOT NULL,
    key TEXT,
    parent TEXT REFERENCES subject (id)
);
CREATE UNIQUE INDEX subject_root_key ON subject (shape, key) WHERE parent IS NULL AND key IS NOT NULL;
CREATE UNIQUE INDEX subject_child_key ON subject (shape, parent, key) WHERE parent IS NOT NULL AND key IS NOT NULL;
CREATE INDEX subject_parent ON subject (parent, shape);

-- Who wrote when and why; entry is the canonical text under the hash, recorded_at is in microseconds since 1970 (UTC).
CREATE TABLE change (
    number BIGINT PRIMARY KEY,
    recorded_at BIGINT NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    reason TEXT,
    reason_salt TEXT,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- What held from valid_from to valid_to (digits YYYYMMDD) and was known from change recorded_from until recorded_to.
CREATE TABLE version (
    subject TEXT NOT NULL REFERENCES subject (id),
    recorded_from BIGINT NOT NULL REFERENCES change (number) DEFERRABLE INITIALLY DEFERRED,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_to BIGINT REFERENCES change (number) DEFERRABLE INITIALLY DEFERRED,
    format INTEGER NOT NULL,
    payload TEXT NOT NULL,
    salt TEXT NOT NULL,
    digest TEXT NOT NULL,
    shape TEXT NOT NULL,
    parent TEXT,
    class TEXT,
    state TEXT,
    office TEXT,
    visibility TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    PRIMARY KEY (subject, recorded_from, valid_from),
    CHECK (valid_from < valid_to),
    CHECK (recorded_to > recorded_from)
);
CREATE UNIQUE INDEX version_open ON version (subject, valid_from) WHERE recorded_to IS NULL;
CREATE INDEX version_open_list ON version (shape, parent, sort_key, subject) WHERE recorded_to IS NULL;
CREATE INDEX version_list ON version (shape, parent, sort_key, subject);
CREATE INDEX version_closed_of ON version (subject, recorded_to);
CREATE INDEX version_opened ON version (recorded_from);
CREATE INDEX version_closed ON version (recorded_to) WHERE recorded_to IS NOT NULL;

-- What a version adds to the counts of its project from counts_from to counts_to.
CREATE TABLE measure (
    subject TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    valid_from INTEGER NOT NULL,
    key TEXT NOT NULL,
    parent TEXT NOT NULL,
    unit TEXT,
    amount DOUBLE NOT NULL,
    counts_from INTEGER NOT NULL,
    counts_to INTEGER NOT NULL,
    visibility TEXT NOT NULL,
    recorded_to BIGINT,
    PRIMARY KEY (subject, recorded_from, valid_from, key),
    FOREIGN KEY (subject, recorded_from, valid_from) REFERENCES version (subject, recorded_from, valid_from)
);
CREATE INDEX measure_open_from ON measure (parent, key, counts_from) WHERE recorded_to IS NULL;
CREATE INDEX measure_open_to ON measure (parent, key, counts_to) WHERE recorded_to IS NULL;
CREATE INDEX measure_from ON measure (parent, key, counts_from);
CREATE INDEX measure_to ON measure (parent, key, counts_to);

-- What a version refers to, so that nothing is retracted that something else stands on.
CREATE TABLE reference (
    subject TEXT NOT NULL,
    recorded_from BIGINT NOT NULL,
    valid_from INTEGER NOT NULL,
    pointer TEXT NOT NULL,
    target TEXT NOT NULL REFERENCES subject (id),
    recorded_to BIGINT,
    PRIMARY KEY (subject, recorded_from, valid_from, pointer),
    FOREIGN KEY (subject, recorded_from, valid_from) REFERENCES version (subject, recorded_from, valid_from)
);
CREATE INDEX reference_open ON reference (target) WHERE recorded_to IS NULL;

-- Accounts: never part of an export.
CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);
