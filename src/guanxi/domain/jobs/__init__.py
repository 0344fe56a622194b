"""What the machine does later, and who sees that it is done.

A *job* is the machine's work (a *task* is a person's); its row is enqueued in the business transaction.
A *worker* is a process that runs jobs, one at a time; its *beat* tells the others that it lives.
An *attempt* is one try at a job; a worker that falls silent for the *lease* loses its attempt.
A job that broke off *rests* before its next try, longer each time.
A *slot* is a moment at which the schedule wants a job; whoever writes its row first enqueues the job.
A *dead letter* is a job that failed and will not be run again by itself.
"""
