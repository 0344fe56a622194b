"""The ledger of what is to be done. A *task* is a person's work; a job is the machine's."""
