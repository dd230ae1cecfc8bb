-- Which share a mail is about, so that it can be taken back with it and its text stays sealed. Mail that waits now was written right
-- after its share.
ALTER TABLE mails ADD COLUMN share_id uuid REFERENCES shares (id);
UPDATE mails SET share_id = (
    SELECT id FROM shares WHERE shares.chart_id = mails.chart_id AND shares.shared_at <= mails.written_at ORDER BY shared_at DESC LIMIT 1
) WHERE state = 'queued' AND kind IN ('new_document', 'new_message');
CREATE INDEX mails_share ON mails (share_id) WHERE share_id IS NOT NULL;
DROP INDEX mails_chart;
