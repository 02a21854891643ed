-- The reports of a run say which kinds of step and which months are merged for steering groups: every project gets a new run.
DELETE FROM current_runs;
DELETE FROM attainment;
