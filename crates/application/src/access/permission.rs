//! Permissions: types that stand in the signatures of handlers, so that forgetting one does not compile.

use domain::access::Role;

/// A permission: which callers have it.
pub trait Permission: 'static {
    /// One of these roles gives it; without any, everybody has it.
    const ROLES: &'static [Role];
    /// Whether the role must hold for the whole city. Where it need not, the handler asks `May::here` as soon as it knows
    /// what is concerned.
    const CITY: bool = false;
    /// Whether strangers are refused.
    const KNOWN: bool = true;
    /// Whether something is changed, so that a token for reading does not do.
    const WRITES: bool = false;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident: $roles:expr $(, $word:ident = $value:expr)*;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Permission for $name {
            const ROLES: &'static [Role] = $roles;
            $(const $word: bool = $value;)*
        }
    )*};
}

permissions! {
    /// To read; what is shown depends on the caller's view.
    Read: &[], KNOWN = false;
    /// To ask about oneself.
    Known: &[];
    /// To read who changed what when, and why.
    ReadChanges: &[Role::Viewer], CITY = true;
    /// To write what belongs to a project, and the project itself.
    Edit: &[Role::Editor], WRITES = true;
    /// To write, submit and approve status updates; which of it, depends on the state.
    Tell: &[Role::Editor, Role::Approver], WRITES = true;
    /// To import tables; which, depends on what each resource demands.
    ImportTables: &[Role::Editor, Role::Author, Role::Approver], WRITES = true;
    /// To write offices.
    ManageOffices: &[Role::Editor], CITY = true, WRITES = true;
    /// To write reports, committees and meetings.
    WriteReports: &[Role::Author], CITY = true, WRITES = true;
    /// To let reports go on; which step, depends on the role.
    SignReports: &[Role::Author, Role::Approver], CITY = true, WRITES = true;
    /// To read about tokens.
    ReadAccounts: &[Role::Admin], CITY = true;
    /// To make and revoke tokens, to erase personal data, to redact.
    Administer: &[Role::Admin], CITY = true, WRITES = true;
}
