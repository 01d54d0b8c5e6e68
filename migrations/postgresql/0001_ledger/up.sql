-- What exists at all: an id, its shape, its place and the name it keeps for ever.
CREATE TABLE subject (
    id TEXT COLLATE "C" PRIMARY KEY,
    shape TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C",
    parent TEXT COLLATE "C" REFERENCES subject (id)
);
CREATE UNIQUE INDEX subject_root_key ON subject (shape, key) WHERE parent IS NULL AND key IS NOT NULL;
CREATE UNIQUE INDEX subject_child_key ON subject (shape, parent, key) WHERE parent IS NOT NULL AND key IS NOT NULL;
CREATE INDEX subject_parent ON subject (parent, shape);

-- Who wrote when and why; entry is the canonical text under the hash, recorded_at is in microseconds since 1970 (UTC).
CREATE TABLE change (
    number BIGINT PRIMARY KEY,
    recorded_at BIGINT NOT NULL UNIQUE,
    actor TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    reason_salt TEXT COLLATE "C",
    entry TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL
);

-- What held from valid_from to valid_to (digits YYYYMMDD) and was known from change recorded_from until recorded_to.
CREATE TABLE version (
    subject TEXT COLLATE "C" NOT NULL REFERENCES subject (id),
    recorded_from BIGINT NOT NULL REFERENCES change (number) DEFERRABLE INITIALLY DEFERRED,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER NOT NULL,
    recorded_to BIGINT REFERENCES change (number) DEFERRABLE INITIALLY DEFERRED,
    format INTEGER NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    shape TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C",
    class TEXT COLLATE "C",
    state TEXT COLLATE "C",
    office TEXT COLLATE "C",
    visibility TEXT COLLATE "C" NOT NULL,
    sort_key TEXT COLLATE "C" NOT NULL,
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
    subject TEXT COLLATE "C" NOT NULL,
    recorded_from BIGINT NOT NULL,
    valid_from INTEGER NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    amount DOUBLE PRECISION NOT NULL,
    counts_from INTEGER NOT NULL,
    counts_to INTEGER NOT NULL,
    visibility TEXT COLLATE "C" NOT NULL,
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
    subject TEXT COLLATE "C" NOT NULL,
    recorded_from BIGINT NOT NULL,
    valid_from INTEGER NOT NULL,
    pointer TEXT COLLATE "C" NOT NULL,
    target TEXT COLLATE "C" NOT NULL REFERENCES subject (id),
    recorded_to BIGINT,
    PRIMARY KEY (subject, recorded_from, valid_from, pointer),
    FOREIGN KEY (subject, recorded_from, valid_from) REFERENCES version (subject, recorded_from, valid_from)
);
CREATE INDEX reference_open ON reference (target) WHERE recorded_to IS NULL;

-- Accounts: never part of an export.
CREATE TABLE token (
    id TEXT COLLATE "C" PRIMARY KEY,
    actor TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);
