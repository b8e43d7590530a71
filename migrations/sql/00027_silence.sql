-- +goose Up

-- Messages about appointments of which nobody has heard that they arrived: few,
-- and read once a minute.
CREATE INDEX message_silent ON message (clinic_id, handed_over_at)
    WHERE status = 'sent' AND proactive AND appointment_id IS NOT NULL AND replaced_by IS NULL;

-- Providers' words are trimmed once nobody asks for them any more.
GRANT DELETE ON message_receipt TO frontdesk_app;
CREATE INDEX message_receipt_by_time ON message_receipt USING brin (received_at);
