-- Until the end of the transaction only: behind a transaction pooler the session is somebody else's next. No limit for locks of their
-- own: the role may have one that is meant for its jobs. No compilation: it would take longer than the short queries that it is for.
SELECT
    set_config('statement_timeout', $1, true),
    set_config('idle_in_transaction_session_timeout', $1, true),
    set_config('lock_timeout', '0', true),
    set_config('jit', 'off', true)
