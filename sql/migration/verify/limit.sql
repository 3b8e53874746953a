-- Until the end of the transaction: it reads only, waits and works for no longer than $1 milliseconds, and leaves the server's other cores to
-- others. Hours and days are of UTC, whatever the server's time zone.
SELECT
    set_config('transaction_read_only', 'on', true),
    set_config('statement_timeout', $1, true),
    set_config('lock_timeout', $1, true),
    set_config('idle_in_transaction_session_timeout', $1, true),
    set_config('max_parallel_workers_per_gather', '0', true),
    set_config('work_mem', '64MB', true),
    set_config('jit', 'off', true),
    set_config('timezone', 'UTC', true)
