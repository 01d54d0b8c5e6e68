-- Files that the ledger keeps, under the SHA-256 of their bytes: frozen snapshots, published documents, attachments. Their
-- change names them; without content they were erased.
CREATE TABLE file (
    sha256 TEXT NOT NULL PRIMARY KEY,
    recorded_from BIGINT NOT NULL REFERENCES change (number) DEFERRABLE INITIALLY DEFERRED,
    size BIGINT NOT NULL,
    content BLOB
);
CREATE INDEX file_recorded ON file (recorded_from, sha256);
