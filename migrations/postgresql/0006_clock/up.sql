-- When an operator confirmed that the clock of the machine is right, after it had leapt while the service ran: then the
-- service writes again.
CREATE TABLE clock_confirmation (
    confirmed_at BIGINT NOT NULL PRIMARY KEY
);
