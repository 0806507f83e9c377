"""What every connector shares: connection, job (outbox), runner, errors, ports, http session,
call log."""
