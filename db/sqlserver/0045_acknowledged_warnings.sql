-- The warnings that the secretariat acknowledged when it certified a version, each with the reason (JSON).
ALTER TABLE certified_reports ADD acknowledgements nvarchar(max);
