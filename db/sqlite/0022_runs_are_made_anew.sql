-- A run says which kinds of step and which months are merged for steering groups, how goals stand that are not due, and what forecasts build on:
-- every project gets a new run.
DELETE FROM current_runs;
DELETE FROM attainment;
