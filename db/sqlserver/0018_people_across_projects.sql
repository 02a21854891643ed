-- A person is looked for in every project when the key of the hashes of personal identity numbers has been changed.
CREATE INDEX ix_enrollments_person ON enrollments (participant);

CREATE INDEX ix_referrals_person ON referrals (participant);
