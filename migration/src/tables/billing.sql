ALTER TABLE practice ADD COLUMN billing text NOT NULL DEFAULT '{}';
ALTER TABLE practice ADD COLUMN next_invoice_number bigint NOT NULL DEFAULT 1001;
ALTER TABLE practice ADD COLUMN next_receipt_number bigint NOT NULL DEFAULT 5001;
-- While it is frozen nothing is booked for this client.
ALTER TABLE charts ADD COLUMN account_frozen_at timestamptz;

-- The fee schedule. What is not used any more is ended: charges keep what they were made of.
CREATE TABLE fees (
    id uuid NOT NULL PRIMARY KEY,
    code text NOT NULL,
    description text NOT NULL,
    price_cents bigint NOT NULL CHECK (price_cents > 0),
    units integer NOT NULL CHECK (units BETWEEN 1 AND 99),
    modifiers text NOT NULL,
    place text,
    added_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX fees_code ON fees (code, modifiers) WHERE ended_at IS NULL;

-- By which identifiers payers know the people of the practice.
CREATE TABLE providers (
    staff_id uuid NOT NULL PRIMARY KEY REFERENCES staff (id),
    npi text NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE diagnoses (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    -- Sealed: the code and what it is called.
    words bytea NOT NULL,
    added_at timestamptz NOT NULL,
    added_by uuid NOT NULL REFERENCES staff (id),
    ended_at timestamptz
);
CREATE INDEX diagnoses_chart ON diagnoses (chart_id, added_at);

CREATE TABLE invoices (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    number bigint NOT NULL UNIQUE,
    issued_at timestamptz NOT NULL,
    issued_by uuid NOT NULL REFERENCES staff (id),
    due_on text NOT NULL,
    total_cents bigint NOT NULL CHECK (total_cents > 0),
    -- Kept by the ledger.
    balance_cents bigint NOT NULL CHECK (balance_cents BETWEEN 0 AND total_cents),
    -- Sealed: everything that stands on it.
    paper bytea NOT NULL,
    -- When whoever pays was told that it is due, and staff that it is overdue.
    reminded_at timestamptz,
    noticed_at timestamptz
);
CREATE INDEX invoices_chart ON invoices (chart_id, issued_at, id);
CREATE INDEX invoices_open ON invoices (due_on, id) WHERE balance_cents > 0;
CREATE INDEX invoices_to_notice ON invoices (due_on, id) WHERE balance_cents > 0 AND noticed_at IS NULL;

CREATE TABLE charges (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    appointment_id uuid REFERENCES appointments (id),
    invoice_id uuid REFERENCES invoices (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    served_at timestamptz NOT NULL,
    minutes integer,
    -- The zone whose clocks show when it was.
    zone text NOT NULL,
    location text NOT NULL,
    code text NOT NULL,
    description text NOT NULL,
    modifiers text NOT NULL,
    units integer NOT NULL CHECK (units BETWEEN 1 AND 99),
    place text NOT NULL,
    -- Sealed.
    diagnoses bytea NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    -- Kept by the ledger: nothing of them is written anywhere else.
    billed_cents bigint NOT NULL DEFAULT 0 CHECK (billed_cents IN (0, amount_cents)),
    payer_cents bigint NOT NULL DEFAULT 0 CHECK (payer_cents >= 0),
    client_cents bigint NOT NULL DEFAULT 0 CHECK (client_cents >= 0),
    adjusted_cents bigint NOT NULL DEFAULT 0 CHECK (adjusted_cents >= 0),
    -- Nobody pays too much.
    balance_cents bigint NOT NULL DEFAULT 0 CHECK (balance_cents >= 0),
    charged_at timestamptz NOT NULL,
    charged_by uuid NOT NULL REFERENCES staff (id),
    voided_at timestamptz,
    CHECK (balance_cents = billed_cents - payer_cents - client_cents - adjusted_cents)
);
CREATE INDEX charges_chart ON charges (chart_id, served_at, id);
CREATE INDEX charges_invoiced ON charges (chart_id, served_at, id) WHERE invoice_id IS NOT NULL;
CREATE INDEX charges_invoice ON charges (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX charges_open ON charges (chart_id, served_at, id) WHERE balance_cents > 0;
-- One appointment is charged once, however often somebody clicks.
CREATE UNIQUE INDEX charges_appointment ON charges (appointment_id) WHERE voided_at IS NULL;

-- A payment is its own key at the gateway: one key, one charge.
CREATE TABLE payments (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    -- Of its receipt.
    number bigint UNIQUE,
    method text NOT NULL,
    state text NOT NULL CHECK (state IN ('pending', 'waits', 'received', 'declined', 'cancelled')),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    -- Kept by the ledger.
    refunded_cents bigint NOT NULL DEFAULT 0 CHECK (refunded_cents BETWEEN 0 AND amount_cents),
    account_id uuid REFERENCES accounts (id),
    staff_id uuid REFERENCES staff (id),
    card_brand text,
    card_last4 text,
    -- What the gateway calls it.
    gateway_ref text UNIQUE,
    -- What becomes of the card once it is paid.
    card_id uuid,
    decline text,
    -- Sealed.
    note bytea,
    begun_at timestamptz NOT NULL,
    settled_at timestamptz,
    -- When the gateway is asked again.
    ask_at timestamptz,
    CHECK ((state = 'received') = (number IS NOT NULL)),
    CHECK ((state IN ('pending', 'waits')) = (settled_at IS NULL)),
    CHECK ((account_id IS NULL) <> (staff_id IS NULL))
);
CREATE INDEX payments_chart ON payments (chart_id, begun_at, id);
CREATE INDEX payments_open ON payments (ask_at) WHERE settled_at IS NULL;
CREATE INDEX payments_under_way ON payments (chart_id) WHERE settled_at IS NULL;
CREATE INDEX payments_received ON payments (settled_at, id) WHERE state = 'received';

CREATE TABLE refunds (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    payment_id uuid NOT NULL REFERENCES payments (id),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    state text NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
    -- The client does not owe it again.
    takes_off boolean NOT NULL,
    -- Sealed.
    reason bytea NOT NULL,
    begun_at timestamptz NOT NULL,
    begun_by uuid NOT NULL REFERENCES staff (id),
    settled_at timestamptz,
    ask_at timestamptz,
    CHECK ((state = 'pending') = (settled_at IS NULL))
);
CREATE INDEX refunds_chart ON refunds (chart_id);
CREATE INDEX refunds_payment ON refunds (payment_id);
CREATE INDEX refunds_open ON refunds (ask_at) WHERE settled_at IS NULL;

-- The ledger. Each entry stands for one book and against another, so all of them together are even. It only ever grows.
CREATE TABLE ledger (
    id uuid NOT NULL PRIMARY KEY,
    chart_id uuid NOT NULL REFERENCES charts (id),
    charge_id uuid NOT NULL REFERENCES charges (id),
    payment_id uuid REFERENCES payments (id),
    refund_id uuid REFERENCES refunds (id),
    kind text NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    -- Sealed: why something was taken off or back.
    reason bytea,
    at timestamptz NOT NULL,
    by_staff uuid REFERENCES staff (id),
    by_account uuid REFERENCES accounts (id),
    CHECK ((kind = 'charge' AND debit = 'receivable' AND credit = 'income')
        OR (kind = 'void' AND debit = 'income' AND credit = 'receivable')
        OR (kind = 'adjustment' AND debit = 'write_off' AND credit = 'receivable')
        OR (kind = 'payment' AND debit IN ('online', 'card', 'cash', 'check', 'insurance') AND credit = 'receivable' AND payment_id IS NOT NULL)
        OR (kind = 'refund' AND debit = 'receivable' AND credit IN ('online', 'card', 'cash', 'check', 'insurance') AND refund_id IS NOT NULL))
);
CREATE INDEX ledger_charge ON ledger (charge_id, at);
CREATE INDEX ledger_chart ON ledger (chart_id, at);
CREATE INDEX ledger_payment ON ledger (payment_id) WHERE payment_id IS NOT NULL;

-- A card belongs to whoever pays with it, and is known here by its face only. Exactly one is the default while there is any: a card
-- asks for its holder's default, and a default for a card of that holder.
CREATE TABLE cards (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    brand text NOT NULL,
    last4 text NOT NULL CHECK (length(last4) = 4),
    month integer NOT NULL CHECK (month BETWEEN 1 AND 12),
    year integer NOT NULL,
    -- Sealed: what the gateway calls it.
    token bytea NOT NULL,
    added_at timestamptz NOT NULL,
-- only sqlite
    FOREIGN KEY (account_id) REFERENCES card_defaults (account_id) DEFERRABLE INITIALLY DEFERRED,
-- both
    UNIQUE (account_id, id)
);
CREATE TABLE card_defaults (
    account_id uuid NOT NULL PRIMARY KEY,
    card_id uuid NOT NULL,
    FOREIGN KEY (account_id, card_id) REFERENCES cards (account_id, id) DEFERRABLE INITIALLY DEFERRED
);
-- only postgres
ALTER TABLE cards ADD CONSTRAINT cards_have_a_default
    FOREIGN KEY (account_id) REFERENCES card_defaults (account_id) DEFERRABLE INITIALLY DEFERRED;
-- both

-- A card that is to be paid with, before it is. Swept out after a day.
CREATE TABLE new_cards (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    brand text NOT NULL,
    last4 text NOT NULL CHECK (length(last4) = 4),
    month integer NOT NULL,
    year integer NOT NULL,
    token bytea NOT NULL,
    saves boolean NOT NULL,
    becomes_default boolean NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX new_cards_made ON new_cards (made_at);

-- What the sandbox remembers, as a card company would: it is another's book, and only stands here.
CREATE TABLE sandbox_payments (
    reference text NOT NULL PRIMARY KEY,
    key text NOT NULL UNIQUE,
    card text NOT NULL,
    amount_cents bigint NOT NULL,
    state text NOT NULL,
    confirmed_at timestamptz
);
CREATE TABLE sandbox_refunds (
    key text NOT NULL PRIMARY KEY,
    reference text NOT NULL REFERENCES sandbox_payments (reference),
    amount_cents bigint NOT NULL
);

-- Of which payment or invoice a task tells.
ALTER TABLE tasks ADD COLUMN payment_id uuid REFERENCES payments (id);
ALTER TABLE tasks ADD COLUMN invoice_id uuid REFERENCES invoices (id);
CREATE INDEX tasks_payment ON tasks (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX tasks_invoice ON tasks (invoice_id) WHERE invoice_id IS NOT NULL;

-- only sqlite
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER charges_keep BEFORE DELETE ON charges BEGIN SELECT RAISE(ABORT, 'a charge is voided, and never removed'); END;
CREATE TRIGGER charges_stay BEFORE UPDATE OF id, chart_id, appointment_id, staff_id, served_at, code, units, amount_cents ON charges
BEGIN SELECT RAISE(ABORT, 'a charge stays as it was made'); END;
CREATE TRIGGER payments_keep BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'a payment is never removed'); END;
CREATE TRIGGER payments_stay BEFORE UPDATE OF id, chart_id, method, amount_cents ON payments
BEGIN SELECT RAISE(ABORT, 'a payment stays as it was made'); END;
CREATE TRIGGER ledger_counts AFTER INSERT ON ledger BEGIN
    UPDATE charges SET
        billed_cents = billed_cents + CASE NEW.kind WHEN 'charge' THEN NEW.amount_cents WHEN 'void' THEN -NEW.amount_cents ELSE 0 END,
        payer_cents = payer_cents + CASE WHEN NEW.debit = 'insurance' THEN NEW.amount_cents WHEN NEW.credit = 'insurance' THEN -NEW.amount_cents ELSE 0 END,
        client_cents = client_cents + CASE WHEN NEW.kind = 'payment' AND NEW.debit <> 'insurance' THEN NEW.amount_cents
            WHEN NEW.kind = 'refund' AND NEW.credit <> 'insurance' THEN -NEW.amount_cents ELSE 0 END,
        adjusted_cents = adjusted_cents + CASE NEW.kind WHEN 'adjustment' THEN NEW.amount_cents ELSE 0 END,
        balance_cents = balance_cents + CASE NEW.debit WHEN 'receivable' THEN NEW.amount_cents ELSE -NEW.amount_cents END
    WHERE id = NEW.charge_id;
    UPDATE invoices SET balance_cents = balance_cents + CASE NEW.debit WHEN 'receivable' THEN NEW.amount_cents ELSE -NEW.amount_cents END
    WHERE id = (SELECT invoice_id FROM charges WHERE id = NEW.charge_id);
    UPDATE payments SET refunded_cents = refunded_cents + NEW.amount_cents WHERE NEW.kind = 'refund' AND id = NEW.payment_id;
END;
-- only postgres
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_keeps BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER charges_keep BEFORE DELETE ON charges FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER charges_stay BEFORE UPDATE OF id, chart_id, appointment_id, staff_id, served_at, code, units, amount_cents ON charges
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER payments_keep BEFORE DELETE ON payments FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER payments_stay BEFORE UPDATE OF id, chart_id, method, amount_cents ON payments
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE FUNCTION ledger_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE charges SET
        billed_cents = billed_cents + CASE NEW.kind WHEN 'charge' THEN NEW.amount_cents WHEN 'void' THEN -NEW.amount_cents ELSE 0 END,
        payer_cents = payer_cents + CASE WHEN NEW.debit = 'insurance' THEN NEW.amount_cents WHEN NEW.credit = 'insurance' THEN -NEW.amount_cents ELSE 0 END,
        client_cents = client_cents + CASE WHEN NEW.kind = 'payment' AND NEW.debit <> 'insurance' THEN NEW.amount_cents
            WHEN NEW.kind = 'refund' AND NEW.credit <> 'insurance' THEN -NEW.amount_cents ELSE 0 END,
        adjusted_cents = adjusted_cents + CASE NEW.kind WHEN 'adjustment' THEN NEW.amount_cents ELSE 0 END,
        balance_cents = balance_cents + CASE NEW.debit WHEN 'receivable' THEN NEW.amount_cents ELSE -NEW.amount_cents END
    WHERE id = NEW.charge_id;
    UPDATE invoices SET balance_cents = balance_cents + CASE NEW.debit WHEN 'receivable' THEN NEW.amount_cents ELSE -NEW.amount_cents END
    WHERE id = (SELECT invoice_id FROM charges WHERE id = NEW.charge_id);
    UPDATE payments SET refunded_cents = refunded_cents + NEW.amount_cents WHERE NEW.kind = 'refund' AND id = NEW.payment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_counts AFTER INSERT ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_counts();
-- both
