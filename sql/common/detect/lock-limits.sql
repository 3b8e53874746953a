-- Before lock.sql: how long to wait for the lock, whose transaction then stays open and idle and must not be ended for that.
SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', '0', true), set_config('lock_timeout', '0', true)
