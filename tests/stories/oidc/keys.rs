//! Keys for testing. They are public, like everything here: nothing else may ever be signed with them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

/// A key for testing, with which a provider signs, or an attacker.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// By what name the provider publishes it.
    pub kid: &'static str,
    /// With what algorithm.
    pub alg: Algorithm,
    der: &'static str,
}

/// The keys of the provider.
pub const RSA: Key = Key { kid: "rsa", alg: Algorithm::RS256, der: RSA_DER };
pub const EC: Key = Key { kid: "ec", alg: Algorithm::ES256, der: EC_DER };
pub const ED: Key = Key { kid: "ed", alg: Algorithm::EdDSA, der: ED_DER };
/// A key of the provider's that is published, but of an algorithm that is not accepted.
pub const EC384: Key = Key { kid: "ec384", alg: Algorithm::ES384, der: EC384_DER };
/// Keys that are not the provider's.
pub const OTHER_EC: Key = Key { kid: "other-ec", alg: Algorithm::ES256, der: OTHER_EC_DER };
pub const OTHER_ED: Key = Key { kid: "other-ed", alg: Algorithm::EdDSA, der: OTHER_ED_DER };
pub const OTHER_RSA: Key = Key { kid: "other-rsa", alg: Algorithm::RS256, der: OTHER_RSA_DER };

impl Key {
    /// The same key, called something else or used with another algorithm.
    pub fn named(self, kid: &'static str) -> Self {
        Self { kid, ..self }
    }

    /// The same key, used with another algorithm.
    pub fn with(self, alg: Algorithm) -> Self {
        Self { alg, ..self }
    }

    fn private(self) -> EncodingKey {
        let der = STANDARD.decode(self.der).unwrap();
        match self.alg {
            Algorithm::ES256 | Algorithm::ES384 => EncodingKey::from_ec_der(&der),
            Algorithm::EdDSA => EncodingKey::from_ed_der(&der),
            _ => EncodingKey::from_rsa_der(&der),
        }
    }

    /// The third part of a token, for the first two.
    pub fn sign(self, message: &str) -> String {
        jsonwebtoken::crypto::sign(message.as_bytes(), &self.private(), self.alg).unwrap()
    }

    /// The public half, as a provider publishes it.
    pub fn public(self) -> Value {
        let mut jwk = Jwk::from_encoding_key(&self.private(), self.alg).unwrap();
        jwk.common.key_id = Some(self.kid.to_owned());
        let mut jwk = serde_json::to_value(jwk).unwrap();
        jwk["use"] = json!("sig");
        jwk
    }
}

/// The public half of the RSA key (SubjectPublicKeyInfo), which an attacker may have in every form.
pub const RSA_PUBLIC: &str = "\
    MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxuecfenGTCejI8h4RXzoI6wditLRqu+24D6HV0GdA2XF2N7dO5/jlcZPY3WTjNtKsXV0\
    eTaSfTnhTyEnOekZ5stJb6lmIoEF7qB3CDwb+R01HbPm24ub3+580YkiOzcIPmM62fZ4iJp1UwTJCZGNmy4uQxwLAAlE6IBeGjj+TcWrXUikbIEj\
    ydHj1kiRzQdAtjGp5kiY895UiX7DdLz7RzdwGZZsOLGWCGRKNiCGvYH60CI5iE4buBhYEMcwSJ2oaozAvaKMzH9iDj7T3nAFYkFjIQyGcOPDg7Mt\
    QtLEqmKQpdsicthUz9PB/jAYktZFaV1mdN8NFbbOHSvAqGZdDwIDAQAB";

const RSA_DER: &str = "\
    MIIEpQIBAAKCAQEAxuecfenGTCejI8h4RXzoI6wditLRqu+24D6HV0GdA2XF2N7dO5/jlcZPY3WTjNtKsXV0eTaSfTnhTyEnOekZ5stJb6lmIoEF\
    7qB3CDwb+R01HbPm24ub3+580YkiOzcIPmM62fZ4iJp1UwTJCZGNmy4uQxwLAAlE6IBeGjj+TcWrXUikbIEjydHj1kiRzQdAtjGp5kiY895UiX7D\
    dLz7RzdwGZZsOLGWCGRKNiCGvYH60CI5iE4buBhYEMcwSJ2oaozAvaKMzH9iDj7T3nAFYkFjIQyGcOPDg7MtQtLEqmKQpdsicthUz9PB/jAYktZF\
    aV1mdN8NFbbOHSvAqGZdDwIDAQABAoIBADCzGJ/DkyemNM1YEgqBcJz7UShiQa+mjZIN/Tkh+X2Rd4WH24bzuNc8/McPTJcaQgl9Bo1/DRLYDxA+\
    v8nwBsV5VHugcD9Wc8tfQoWjof22ZwDkwUtTvVBwpeLvvo/dA4my5f/j1tMrbjprW4WaO5+ZCP6paRATNOnwNBobhjgoFRnc3h3JEyS6A9a/pLzf\
    Y/1m+cNRBhXSq6Zz2QeNGe9GQN5PzawTCnGmMHCsybuqX2XegvZYQTUcc/+Zss/MLxpN5XS5kxlvQ74Y01oy6LdmsLEKgQX9OxwUw5ANivsuLZ/o\
    Oa+KCEDiDHCG18/Vqe2impSfJgLHKGGB7dUCIXECgYEA62c5jEM7XftHE/CheGLmBbHN58C3TTVTqLTOP1Xsv/Vj3xypLJLB0AtiOO+tOqM/Zz0V\
    cZ8MmGSGHlNQZ4pjICSdZo23jVXgbuqV42OMkn5WaI/IFUq2fLoqUHh2AOIUxumeoSkiaKuYqimCxMAXXbdT5rmScTsrozcYCQvK2QUCgYEA2E7c\
    M3bavM/U/WLWTL8pzNNEeD4Xq8571595e4vwBULTmJK5r2STvd9jGV25TCi+ppZ/WaeJkanTG/gFP3tVQc/bw7KpXYtzgPtRnYCQYIGWCZm8YlX4\
    rJXouHdBb09KCrsnY2TF+cBy6VTM2O8GWfhau+QdPzF5mXtvRcevKgMCgYEApFVoeEGLFT3QzdvDbV5lQ/5vRuVjUVPz9idagB6E6zDsqpnAhCxj\
    ftAjnqm7Hd9O6MxcxvgIe+5ZLpxs2gtizdKhyzENvW4BAo1jW91oCfCGc/JD9JE2ufXgilK91jn91SrMIaesrLN2HPxjnOSYq0TLHpvX3pI3EXbp\
    oY8I6d0CgYEAhkvH2Uf0nH9onHzt0i5plFqiywi6B5gmOYQwl20Vcx6/Yp3OHUATnjIAQ/J1pfwyChmsLYygE8jdYiMFlxlKoJadug3Fq2d2KeFf\
    FauJd/Fcps9FL8RypSxZlZWtEZ+nt6vk04fwhpReg9F7cUBNsDRKmRcStXZRKeKB/k/wx+MCgYEAqA5l97yydmaO7FD7A9/x8hic6Qr6IZwVv2OG\
    xQ41BckfRy7aUbg3GreWaBw77KiTvu8Teyg6NUGRlN3lUg3G/4SKjD3z5HKIE1VoBLFxDHmdJ/kAuZGl5Cqe+kAnSLw1kgrgHw6zFFtDToB+BsON\
    I8moPF+lGGwRLbiJ65bsmVg=";

const EC_DER: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF5zrCIEmp/2BjzO7BUPMa5IAIhJX/R81vDLEF3qA00uhRANCAAS51WqjHXbZO+LI\
    U4ROxeQaX/hjKPMPgttUzlLwhMzxWtR4XiiS6K/19+pST7Zyv1NiYlFBtkx/5ASMRHaPugzQ";

const ED_DER: &str = "MC4CAQAwBQYDK2VwBCIEINE0owsyrP5kOSxqW95l9/1ABa/GV865YzSyOGEQUTa5";

const EC384_DER: &str = "\
    MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCw++hLL6e7BOQS2Dw9WPxVSrZ1M7tUTho3a06eVDcw0qYi66Uq6AJziMEXF8rxnRyh\
    ZANiAATizn2clOcGZe6624yaVwQZN4N8aNhNyVAIZcNSGp0RHsfz7O/WUw6tXxWdLJG9DqmqrLttYl5xzIY4q7gxud5CANyfcRz9v+/QaT7FpUVE\
    7sMf/6FajFDHu/o/SvTBCYc=";

const OTHER_EC_DER: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGc++qg7Mnwg4gA2gtl14oEA02C+2isiJlhanwnaJDFyhRANCAAQSqjoU8TtMx6V6\
    RYXDFi8mzy8qDGUin2EUzqTt4+f02ZzFyshlnoujsWQb5/JpppW6FD73TGA0v6B7jnw1AvLx";

const OTHER_ED_DER: &str = "MC4CAQAwBQYDK2VwBCIEIEHJAGSoi8qKzJZ1QYB2wRYQcsP0lwaI5SLe/HY2ocHe";

const OTHER_RSA_DER: &str = "\
    MIIEogIBAAKCAQEAtxJcN1bHj7KPxERaCgtnN+oL6Bm+HAhSHRSYe7bJmkxlCQTewdLAoRFsbBUU54dyct0BBatAx+u29JtVo70nD0mpSvlXzlFX\
    /0cFWa5z3V/YMxJ3czT7wVOcco9wuzj1TCM4kQqEErsGO5oBNK/PCpQOTGwhZT3xBmhg1Nei0lHdYBTxhnnna+sYmAmiH4C4VZopWOITLg6+IPwl\
    jBwOgOgBUVFV6jrpaT2G0ZNl4J2oFupRsSJu2E+FRf6armkFsTmybxqcZINeCHEPwB6XzoDxkwW3tYctZ57c8Zi0geclLGOsk8DZoI//F3+tTjy6\
    eP5PBMOpplIjoqusuCvkAQIDAQABAoIBAAgUu4UWU6wGRuYUGdDecL2VO1YRF9UTMXO26mWwm3zQATg5Eq+l0sqxUxLAyfnP3ueO1ZoXVX5Vq29n\
    8WtvQKuCNgK5F60D5nFeZFAxfQwRLGERwDvRw4ikvQ/KAOEEykAkgF1XpF2Sy5tDKKk3lvkpsKljLwSx66MbpaWTiKyFrTVbZmYqSku0WJpW9xdv\
    VS9AXzLYgIX1PkA8H+5OQEhI1RcEXLSHjuOc6MWX7yHfWN1hUkMtGd4wa43R8UJsOLNjjJE/pnB5V3wZ64u8HDV1m6dv6RBPJYWVcdOYRObDLrqM\
    NnhjCN5xNyukMBkZ+Q9DGr8rXKq/b7EKPBfxyMkCgYEA3EDIMky54yId8of415slBECwPlYatayGMfTc82UUurTmIAa45cTlWIAYgXDI4xAGh2CK\
    4c7UyL45P5S117lMZmKTHd9PlKEDTTKXz6X4XwNdsmq9TwmpvxlNZLBFINwBmB/eXNEG5ZbuHfP45E/tAptQIfhXcvBmzfAXDl4mr2kCgYEA1Mi+\
    Z62G2oJFB6YcaXLgXc3qPkOG66m1N9nsL95tCBDM+7V6OyuJ5RjQ6xhoTsaXqO181l7Y+kQ6gsafWzMxB/wp9qnQH8ooGJVjwzaeiJBk9Di/efxM\
    PUsf2BFayg67TqmzeGRyiectydVdxPl7c+0ySNr9VcXqloKL2I2lFNkCgYABxyAWj9n8RF07hO90RhNRanhBuI40ozTeGFzkNg+pxiYJYiSB7knv\
    ofEQsmlcs9dpplTYp8O97xMlOT0ShbNhLDCF0DSjPX16VQs2qN9NXQiXlRb8GVbebQTb6DRWpI/6u18fHqzQk5xOb5a1uRNvrvNBovCJw/kAdoyp\
    GAd16QKBgCtfrChYH+gEq+uOObZo+0FDyx7cBvGcy1rSKinrzg/Z1N7uNDdBfb9cWqHBfOmp45pEprDP7qy9IawsrqkZe0Ikba1hGhKQ07GHKinN\
    xW0S+fEqbCWCf0vzN0+E4hvT+uxi/TlqSErB+/xraMzRChAsZpahRQip6lK506XV4bOpAoGAEnJy5S0646B/g4CiGYqZprke6+c3DmKunFSVdEqb\
    ajtkBk/OFcguJtkEu9NOvUQBzQkNURQBgdsQaixxKBR98/r9ZYzFTlmpmDPFU1daRmWUIPPoGp47m5sfpjHVSt95vEO1favHk1LUEkaFYhurpWQ7\
    X7w4jCEk+jimqq1M1LE=";
