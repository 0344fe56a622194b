INSERT INTO wording VALUES (?, ?)
