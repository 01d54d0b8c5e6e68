DROP INDEX version_closed;
DROP INDEX version_opened;
CREATE INDEX version_opened ON version (recorded_from);
CREATE INDEX version_closed ON version (recorded_to) WHERE recorded_to IS NOT NULL;
DROP INDEX subject_created;
ALTER TABLE subject DROP COLUMN recorded_from;
