-- With it goes what references it: baselines, and rows that came in meanwhile.
DELETE FROM instances WHERE id = ?1
