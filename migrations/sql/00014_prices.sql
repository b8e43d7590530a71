-- +goose Up

-- What visits cost, in the clinic's own words.
ALTER TABLE clinic_text DROP CONSTRAINT clinic_text_key_check;
ALTER TABLE clinic_text ADD CONSTRAINT clinic_text_key_check
    CHECK (key IN ('greeting', 'directions', 'map-link', 'hours', 'parking', 'access', 'facility', 'insurance', 'prices'));
