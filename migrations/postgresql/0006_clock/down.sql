DROP TABLE clock_confirmation;
