-- A run reads the follow-ups after every number of months, and no longer the one that the view of participations holds: every project gets a new run.
DELETE FROM current_runs;
DELETE FROM attainment;
