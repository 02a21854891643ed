-- The organisations whose referred people a referrer's key is for, as a JSON list; null: a key of the time before.
ALTER TABLE api_keys ADD referrers nvarchar(max);

-- When the key was last used, to the minute.
ALTER TABLE api_keys ADD last_used_at datetimeoffset(7);

-- A key that has been replaced works until then.
ALTER TABLE api_keys ADD works_until datetimeoffset(7);

-- The key that this one replaces.
ALTER TABLE api_keys ADD replaces nvarchar(40) COLLATE Latin1_General_100_BIN2;
