-- Those of the samples given that are stored; the bounds leave out whole chunks. They are looked up by a hash: the newest rows are in no statistics yet, and for the one
-- row that the planner expects of them a join would go through all of them for each sample.
SELECT id FROM resource_usage WHERE timestamp >= $2 AND timestamp < $3 AND id = ANY ($1)
