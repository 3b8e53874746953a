-- Name, how often it is due (null: the service knows), how long ago it last succeeded, whether the newest run failed.
SELECT task, NULL::INTERVAL, greatest(now() - succeeded_at, INTERVAL '0'), has_failed FROM launchstack_maintenance ORDER BY task
