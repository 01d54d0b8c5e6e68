-- Which change created something, as its entry says.
ALTER TABLE subject ADD COLUMN recorded_from BIGINT NOT NULL DEFAULT 0;
UPDATE subject SET recorded_from = created.number
FROM (
    SELECT change.number AS number, json_extract(one.value, '$.id') AS id
    FROM (SELECT number, entry FROM change WHERE entry LIKE '%"subjects":[%') AS change,
        json_each(change.entry, '$.subjects') AS one
) AS created
WHERE created.id = subject.id;
-- An entry that only counts what it created names nothing: then it is the change of the first version.
UPDATE subject SET recorded_from = coalesce(
    (SELECT min(version.recorded_from) FROM version WHERE version.subject = subject.id), 0)
WHERE recorded_from = 0;
CREATE INDEX subject_created ON subject (recorded_from, id);

-- What a change opened, closed and created, in the order in which its digests go through it, page by page.
DROP INDEX version_opened;
DROP INDEX version_closed;
CREATE INDEX version_opened ON version (recorded_from, subject, valid_from);
CREATE INDEX version_closed ON version (recorded_to, subject, valid_from, recorded_from) WHERE recorded_to IS NOT NULL;
