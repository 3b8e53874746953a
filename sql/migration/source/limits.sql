-- Short, read only, and giving way to whoever changes the table. A policy that would hide rows from this role is an error.
SELECT
    set_config('transaction_read_only', 'on', true),
    set_config('statement_timeout', $1, true),
    set_config('lock_timeout', '5s', true),
    set_config('idle_in_transaction_session_timeout', '10min', true),
    set_config('max_parallel_workers_per_gather', '0', true),
    set_config('jit', 'off', true),
    set_config('row_security', 'off', true),
    set_config('search_path', 'pg_catalog', true)
