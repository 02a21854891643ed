-- Fidelity reviews say who has made them, and have comments and a development plan, both as JSON.
ALTER TABLE fidelity_reviews ADD reviewer TEXT;

ALTER TABLE fidelity_reviews ADD comments TEXT;

ALTER TABLE fidelity_reviews ADD development_plan TEXT;

-- Self-assessments name their instrument, and have as many ratings as it has items.
ALTER TABLE self_assessments ADD instrument TEXT NOT NULL DEFAULT 'skapa';

ALTER TABLE self_assessments ADD item_ratings TEXT NOT NULL DEFAULT '[]';

UPDATE self_assessments SET item_ratings = ratings;

ALTER TABLE self_assessments DROP COLUMN ratings;

-- Assessments of every sixth month have an occasion of their own. Those that are stored were of every third.
UPDATE self_assessments SET occasion = 'third-month' WHERE occasion = 'every-third-month';

-- A run has sections that it did not have: every project gets a new one.
DELETE FROM current_runs;
DELETE FROM attainment;
