-- +goose Up

-- Invariant 14. Every table of a clinic's data: row-level security forced,
-- also for the owner, and one policy with both USING and CHECK. A catalog test
-- finds any table that this list forgot.
-- +goose StatementBegin
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY[
        'staff', 'staff_token', 'channel', 'location', 'absence', 'practitioner', 'resource', 'appointment_type',
        'appointment_type_practitioner', 'availability', 'patient', 'contact', 'contact_patient', 'consent',
        'appointment', 'appointment_event', 'occupancy', 'reminder_step', 'conversation', 'message',
        'turn_lane', 'send_lane', 'task', 'audit_event']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant ON %I USING (clinic_id = current_clinic()) WITH CHECK (clinic_id = current_clinic())',
            tenant_table);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO frontdesk_app', tenant_table);
    END LOOP;
END $$;
-- +goose StatementEnd

ALTER TABLE clinic ENABLE ROW LEVEL SECURITY;
ALTER TABLE clinic FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON clinic USING (id = current_clinic()) WITH CHECK (id = current_clinic());
GRANT SELECT, INSERT, UPDATE ON clinic TO frontdesk_app;

-- An organization is seen by its clinics, and made before its first clinic is.
ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organization
    USING (id = (SELECT clinic.organization_id FROM clinic WHERE clinic.id = current_clinic()))
    WITH CHECK (current_clinic() IS NOT NULL);
GRANT SELECT, INSERT ON organization TO frontdesk_app;

-- What may be looked up before a clinic is known.
CREATE POLICY directory ON clinic FOR SELECT USING (reading_directory());
CREATE POLICY directory ON channel FOR SELECT USING (reading_directory());
CREATE POLICY directory ON turn_lane FOR SELECT USING (reading_directory());
CREATE POLICY directory ON send_lane FOR SELECT USING (reading_directory());

-- Ledgers are written once.
REVOKE UPDATE, DELETE ON consent, appointment_event, audit_event FROM frontdesk_app;
