-- Holds each parent against a concurrent DELETE until commit; an instance that is not returned is unknown.
SELECT id FROM instances WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE
