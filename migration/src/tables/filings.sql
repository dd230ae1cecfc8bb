-- What of a conversation was filed to the chart, as which document: one message, or all up to that number.
CREATE TABLE filings (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    conversation_id uuid NOT NULL REFERENCES conversations (id),
    message_id uuid REFERENCES messages (id),
    up_to integer NOT NULL,
    document_id uuid NOT NULL REFERENCES documents (id),
    filed_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX filings_message ON filings (message_id) WHERE message_id IS NOT NULL;
CREATE UNIQUE INDEX filings_whole ON filings (conversation_id, up_to) WHERE message_id IS NULL;
CREATE INDEX filings_conversation ON filings (conversation_id);
CREATE UNIQUE INDEX filings_document ON filings (document_id);
