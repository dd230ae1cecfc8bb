-- What became of the newest mail of a kind to an account, or about a grant: on pages that staff open all day.
CREATE INDEX mails_account ON mails (account_id, kind, written_at) WHERE account_id IS NOT NULL;
CREATE INDEX mails_grant ON mails (grant_id, kind, written_at) WHERE grant_id IS NOT NULL;

-- What has not left of the mails about a chart, however long the queue of the others is.
CREATE INDEX mails_chart ON mails (chart_id, state) WHERE chart_id IS NOT NULL;

-- Browsers that nobody has used for long, to forget them.
CREATE INDEX devices_last ON devices (last_at);
