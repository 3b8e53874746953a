-- Holds each parent against a concurrent DELETE until commit; an instance that is not returned is unknown. One that is being deleted is
-- unknown already: writers that follow each other closely would share its row for ever, and the deletion would never get it alone.
SELECT id FROM instances
WHERE id = ANY ($1) AND id <> ALL (ARRAY(SELECT instance_id FROM instance_tombstones WHERE cleared_at IS NULL))
ORDER BY id
FOR KEY SHARE OF instances
