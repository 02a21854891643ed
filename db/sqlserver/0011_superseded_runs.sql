-- When another run took the place of this one for readers. Its figures stay for a while from then.
ALTER TABLE computations ADD superseded_at datetimeoffset(7);

CREATE INDEX ix_computations_superseded ON computations (project_id, superseded_at);
