-- A run that still says it is running, while another holds the file, was killed.
update runs
set
    state = 'interrupted',
    error = 'The process ended before the run did; what it had committed is kept.'
where state = 'running';
