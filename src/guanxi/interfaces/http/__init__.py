"""What all browser doors share: which host is which, who is asking, how pages and fragments answer."""
