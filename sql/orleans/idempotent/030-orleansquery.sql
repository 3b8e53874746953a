-- What Orleans's ADO.NET providers read at start, by this very name and columns. A view, so that a new version replaces all
-- queries at once and no key can come twice.

CREATE OR REPLACE VIEW orleansquery (querykey, querytext) AS
SELECT querykey, querytext FROM orleans_membership_query
UNION ALL
SELECT querykey, querytext FROM orleans_grain_state_query;
