-- Why a mail has not left yet, and how many of its tries failed because of the server rather than of the mail itself.
ALTER TABLE mails ADD COLUMN waits_for text;
ALTER TABLE mails ADD COLUMN tries_at_server integer NOT NULL DEFAULT 0;

-- What waits for one mail, and is done once it leaves.
CREATE INDEX tasks_mail ON tasks (mail_id) WHERE done_at IS NULL AND mail_id IS NOT NULL;
-- That the mail server takes no mail is said once, however many mails wait.
CREATE UNIQUE INDEX tasks_mail_server ON tasks (kind) WHERE kind = 'mail_server' AND done_at IS NULL;
