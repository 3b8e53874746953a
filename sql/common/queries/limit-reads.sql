-- For statements that only look: they change nothing, and neither wait nor work for long. No compilation, as in limit-statements.sql.
SELECT
    set_config('transaction_read_only', 'on', true),
    set_config('statement_timeout', $1, true),
    set_config('lock_timeout', $1, true),
    set_config('idle_in_transaction_session_timeout', $1, true),
    set_config('jit', 'off', true)
