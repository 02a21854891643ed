-- The units of referrers that referrals and enrollments state.
ALTER TABLE referrals ADD referrer_unit TEXT;
ALTER TABLE enrollments ADD referrer_unit TEXT;
