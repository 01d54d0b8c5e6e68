-- Who is behind the pseudonyms of the ledger: what can be erased without touching it.
CREATE TABLE actor (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C",
    issuer TEXT COLLATE "C",
    subject TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    erased_at BIGINT
);
CREATE UNIQUE INDEX actor_person ON actor (issuer, subject) WHERE subject IS NOT NULL;
INSERT INTO actor (id, name, created_at) SELECT actor, name, created_at FROM token;

-- The name of a token is that of its actor; its roles stand with the places where they hold.
ALTER TABLE token DROP COLUMN name;
ALTER TABLE token RENAME COLUMN role TO roles;
ALTER TABLE token ADD COLUMN scope TEXT COLLATE "C" NOT NULL DEFAULT 'write';
ALTER TABLE token ADD COLUMN last_used_at BIGINT;

-- First answers to requests with an Idempotency-Key.
CREATE TABLE idempotency (
    actor TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- Counts of what is in the care of an office, for those who see what is internal there only.
ALTER TABLE measure ADD COLUMN office TEXT COLLATE "C";
UPDATE measure SET office = (
    SELECT version.office FROM version
    WHERE version.subject = measure.subject AND version.recorded_from = measure.recorded_from
        AND version.valid_from = measure.valid_from
);

-- Who could notice a change: the widest visibility of what it opened or closed. Strangers are told the moment of the last
-- change that they could notice, not of one that is none of their business.
ALTER TABLE change ADD COLUMN audience TEXT COLLATE "C" NOT NULL DEFAULT 'public';
UPDATE change SET audience = CASE
    WHEN EXISTS (SELECT 1 FROM version WHERE version.visibility = 'public'
        AND (version.recorded_from = change.number OR version.recorded_to = change.number)) THEN 'public'
    WHEN EXISTS (SELECT 1 FROM version WHERE version.visibility = 'internal'
        AND (version.recorded_from = change.number OR version.recorded_to = change.number)) THEN 'internal'
    ELSE 'non_public' END;
CREATE INDEX change_audience ON change (audience, number);

-- Most of what is public always was: then nothing of it can have been withdrawn.
CREATE INDEX version_not_public ON version (parent, subject) WHERE visibility <> 'public';
