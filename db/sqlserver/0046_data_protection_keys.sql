-- The keys that cookies and forms of the pages are encrypted with (ASP.NET data protection), so that every node reads what another has made.
CREATE TABLE data_protection_keys (
    id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY,
    name nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    content nvarchar(max) NOT NULL,
    made_at datetimeoffset(7) NOT NULL,
    expires_at datetimeoffset(7) NOT NULL
);
