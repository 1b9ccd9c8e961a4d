-- A run that still says it is running, while another holds the file, was killed. One that waits for
-- the file has been given up when it is that old.
update runs
set
    state = 'interrupted',
    error = 'The process ended before the run did; what it had committed is kept.'
where state = 'running' or (state = 'waiting' and started_at < now() - interval 1 day);
