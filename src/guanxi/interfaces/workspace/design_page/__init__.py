"""Every component in every variant on one page: the reference of those who build pages, and a visual test."""
