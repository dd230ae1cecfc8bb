-- What is done between sessions: measures, worksheets, goal check-ins. They are forms, and go the way of forms.
ALTER TABLE forms ADD COLUMN activity text;
ALTER TABLE form_assignments ADD COLUMN activity text;
-- Sealed: the goal that a check-in is about.
ALTER TABLE form_assignments ADD COLUMN goal bytea;
CREATE INDEX form_assignments_activities ON form_assignments (chart_id, sent_at) WHERE activity IS NOT NULL;
CREATE INDEX form_assignments_of_form ON form_assignments (chart_id, form_id, sent_at);

-- What comes again by itself.
CREATE TABLE activity_series (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    form_id uuid NOT NULL REFERENCES forms (id),
    rhythm text NOT NULL CHECK (rhythm IN ('week', 'appointment')),
    title text NOT NULL,
    -- Sealed.
    goal bytea,
    -- Of weekly ones: the day of the next.
    next_on text,
    made_at timestamptz NOT NULL,
    made_by uuid NOT NULL REFERENCES staff (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES staff (id)
);
CREATE INDEX activity_series_chart ON activity_series (chart_id, made_at);
CREATE INDEX activity_series_going ON activity_series (rhythm, next_on, id) WHERE ended_at IS NULL;

-- Each time that it came: the day, or the appointment. So it comes once.
CREATE TABLE activity_times (
    series_id uuid NOT NULL REFERENCES activity_series (id),
    moment text NOT NULL,
    chart_id uuid NOT NULL REFERENCES charts (id),
    assignment_id uuid NOT NULL REFERENCES form_assignments (id),
    PRIMARY KEY (series_id, moment)
);
CREATE INDEX activity_times_chart ON activity_times (chart_id);

-- The charts of measures that a client sees.
CREATE TABLE activity_shown (
    chart_id uuid NOT NULL REFERENCES charts (id),
    form_id uuid NOT NULL REFERENCES forms (id),
    shown_at timestamptz NOT NULL,
    shown_by uuid NOT NULL REFERENCES staff (id),
    PRIMARY KEY (chart_id, form_id)
);

-- What a clinician says about what was submitted, sealed. The client reads it.
CREATE TABLE activity_comments (
    assignment_id uuid NOT NULL PRIMARY KEY REFERENCES form_assignments (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    words bytea NOT NULL,
    written_at timestamptz NOT NULL,
    written_by uuid NOT NULL REFERENCES staff (id)
);
CREATE INDEX activity_comments_chart ON activity_comments (chart_id);

-- An answer that needs somebody at once.
CREATE TABLE activity_alerts (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    assignment_id uuid NOT NULL UNIQUE REFERENCES form_assignments (id),
    raised_at timestamptz NOT NULL,
    -- So many steps of the ladder were taken, and when the next one comes.
    steps integer NOT NULL,
    next_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX activity_alerts_chart ON activity_alerts (chart_id, raised_at);
CREATE INDEX activity_alerts_open ON activity_alerts (next_at) WHERE ended_at IS NULL;

-- Who was told, on which step, by which mail.
CREATE TABLE activity_told (
    alert_id uuid NOT NULL REFERENCES activity_alerts (id),
    step integer NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff (id),
    chart_id uuid NOT NULL REFERENCES charts (id),
    told_at timestamptz NOT NULL,
    mail_id uuid NOT NULL REFERENCES mails (id),
    PRIMARY KEY (alert_id, step, staff_id)
);
CREATE INDEX activity_told_chart ON activity_told (chart_id);

-- What came of it.
CREATE TABLE activity_outcomes (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    alert_id uuid NOT NULL REFERENCES activity_alerts (id),
    outcome text NOT NULL,
    -- Sealed.
    note bytea,
    said_at timestamptz NOT NULL,
    said_by uuid NOT NULL REFERENCES staff (id)
);
CREATE INDEX activity_outcomes_chart ON activity_outcomes (chart_id);
CREATE INDEX activity_outcomes_alert ON activity_outcomes (alert_id, said_at);
