-- The figures that steering groups see of the version, as a JSON list: later versions and open figures are held against them. Null: certified before they were kept.
ALTER TABLE certified_reports ADD told TEXT;
