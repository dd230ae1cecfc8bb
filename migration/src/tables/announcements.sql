-- Who reads what is answered; and the letter, sealed, for as long as somebody still waits for it.
ALTER TABLE announcements ADD COLUMN audience text NOT NULL DEFAULT 'administrative';
ALTER TABLE announcements ADD COLUMN letter bytea;
CREATE INDEX announcements_sent ON announcements (sent_at, id);
CREATE INDEX announcements_under_way ON announcements (sent_at) WHERE letter IS NOT NULL;

-- Who still waits for it: a line goes in the transaction that hands it over.
CREATE TABLE announcement_recipients (
    announcement_id uuid NOT NULL REFERENCES announcements (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    PRIMARY KEY (announcement_id, chart_id)
);

-- Nobody gets one twice.
DROP INDEX conversations_announcement;
CREATE UNIQUE INDEX conversations_once_announced ON conversations (announcement_id, chart_id) WHERE announcement_id IS NOT NULL;
-- What was announced and not answered stands in no list of the Inbox: one letter to many would bury it.
DROP INDEX conversations_open;
CREATE INDEX conversations_open ON conversations (audience, latest_at, id)
    WHERE closed_at IS NULL AND waiting_since IS NULL AND (announcement_id IS NULL OR newest_of_client > 0);

-- What somebody is writing to a group, sealed.
CREATE TABLE announcement_drafts (
    id uuid NOT NULL PRIMARY KEY,
    list_id uuid NOT NULL REFERENCES recipient_lists (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    audience text NOT NULL,
    typed bytea NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX announcement_drafts_writer ON announcement_drafts (list_id, staff_id);
CREATE INDEX announcement_drafts_kept ON announcement_drafts (kept_at);
CREATE INDEX recipient_lists_name ON recipient_lists (name);
CREATE INDEX recipient_lists_unnamed ON recipient_lists (changed_at) WHERE name = '';
