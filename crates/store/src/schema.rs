//! The tables as diesel knows them; the migrations of both databases make them.

diesel::table! {
    subject (id) {
        id -> Text,
        shape -> Text,
        key -> Nullable<Text>,
        parent -> Nullable<Text>,
        recorded_from -> BigInt,
    }
}

diesel::table! {
    change (number) {
        number -> BigInt,
        recorded_at -> BigInt,
        actor -> Text,
        reason -> Nullable<Text>,
        reason_salt -> Nullable<Text>,
        entry -> Text,
        hash -> Text,
        audience -> Text,
    }
}

diesel::table! {
    clock_confirmation (confirmed_at) {
        confirmed_at -> BigInt,
    }
}

diesel::table! {
    version (subject, recorded_from, valid_from) {
        subject -> Text,
        recorded_from -> BigInt,
        valid_from -> Integer,
        valid_to -> Integer,
        recorded_to -> Nullable<BigInt>,
        format -> Integer,
        payload -> Text,
        salt -> Text,
        digest -> Text,
        shape -> Text,
        parent -> Nullable<Text>,
        class -> Nullable<Text>,
        state -> Nullable<Text>,
        office -> Nullable<Text>,
        visibility -> Text,
        sort_key -> Text,
    }
}

diesel::table! {
    measure (subject, recorded_from, valid_from, key) {
        subject -> Text,
        recorded_from -> BigInt,
        valid_from -> Integer,
        key -> Text,
        parent -> Text,
        unit -> Nullable<Text>,
        amount -> Double,
        counts_from -> Integer,
        counts_to -> Integer,
        visibility -> Text,
        recorded_to -> Nullable<BigInt>,
        office -> Nullable<Text>,
    }
}

diesel::table! {
    reference (subject, recorded_from, valid_from, pointer) {
        subject -> Text,
        recorded_from -> BigInt,
        valid_from -> Integer,
        pointer -> Text,
        target -> Text,
        recorded_to -> Nullable<BigInt>,
    }
}

diesel::table! {
    token (id) {
        id -> Text,
        actor -> Text,
        roles -> Text,
        hash -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        scope -> Text,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    actor (id) {
        id -> Text,
        name -> Nullable<Text>,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
        created_at -> BigInt,
        erased_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency (actor, key) {
        actor -> Text,
        key -> Text,
        fingerprint -> Text,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    import (id) {
        id -> Text,
        actor -> Text,
        created_at -> BigInt,
        summary -> Text,
    }
}

diesel::table! {
    import_row (import, number) {
        import -> Text,
        number -> BigInt,
        outcome -> Text,
        answer -> Text,
    }
}

diesel::table! {
    file (sha256) {
        sha256 -> Text,
        recorded_from -> BigInt,
        size -> BigInt,
        content -> Nullable<Binary>,
    }
}

diesel::joinable!(version -> change (recorded_from));
diesel::joinable!(token -> actor (actor));
diesel::allow_tables_to_appear_in_same_query!(subject, change, version, measure, reference, token, actor, idempotency);
