DROP TABLE token;
DROP TABLE reference;
DROP TABLE measure;
DROP TABLE version;
DROP TABLE change;
DROP TABLE subject;
