-- The organisations whose referred people a referrer's key is for, as a JSON list; null: a key of the time before.
ALTER TABLE api_keys ADD referrers TEXT;

-- When the key was last used, to the minute.
ALTER TABLE api_keys ADD last_used_at TEXT;

-- A key that has been replaced works until then.
ALTER TABLE api_keys ADD works_until TEXT;

-- The key that this one replaces.
ALTER TABLE api_keys ADD replaces TEXT;
