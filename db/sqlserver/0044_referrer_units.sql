-- The units of referrers that referrals and enrollments state.
ALTER TABLE referrals ADD referrer_unit nvarchar(40) COLLATE Latin1_General_100_BIN2;
ALTER TABLE enrollments ADD referrer_unit nvarchar(40) COLLATE Latin1_General_100_BIN2;
