-- Until the end of the transaction only: behind a transaction pooler the session is somebody else's next.
SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)
