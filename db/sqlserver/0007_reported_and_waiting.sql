-- What is not counts in a figure, as JSON: the reported value that it shows or is held against, and days waited. Null: there are only counts.
ALTER TABLE attainment ADD beside_counts nvarchar(max) NULL;
