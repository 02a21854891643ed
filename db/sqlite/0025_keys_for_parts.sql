-- The parts of projects that a key is limited to, as a JSON list of project/subproject. Null: a key of the time before, which is not limited.
ALTER TABLE api_keys ADD COLUMN subprojects TEXT;
