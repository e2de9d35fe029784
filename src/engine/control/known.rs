//! Controls that are known by id, generation by generation. Evidence, never proof: markup moves between releases.

/// What a known id stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Known {
    /// It signs out.
    SignOut,
    /// It opens the account's menu.
    AccountMenu,
    /// It is a part of the account's menu, and nothing to press.
    InAccountMenu,
    /// It opens the settings.
    Settings,
    /// It opens what did not fit into a narrow header.
    Overflow,
    /// It looks like ours and must not be pressed.
    Never,
}

/// Ids as the pages write them, in lower case. Where a source is named "shipped code" it is the product's own script.
const IDS: &[(&str, Known)] = &[
    // Me Control, in Unified Interface, the maker portal and Office pages. Shipped code; test suites run against it.
    ("mectrl_main_trigger", Known::AccountMenu),
    ("mectrl_headerpicture", Known::AccountMenu),
    ("mectrl_body_signout", Known::SignOut),
    ("mectrl_main_body", Known::InAccountMenu),
    ("mectrl_currentaccount_primary", Known::InAccountMenu),
    ("mectrl_currentaccount_secondary", Known::InAccountMenu),
    ("mectrl_viewaccount", Known::Never),
    ("mectrl_signinitem", Known::Never),
    // Unified Interface without the Me Control: 9.1 on-premises, older online, phones. Shipped code.
    ("userinformationlauncher", Known::AccountMenu),
    ("user-information-button", Known::AccountMenu),
    ("userinformationmenu.signout", Known::SignOut),
    ("userinformationmenu.username", Known::InAccountMenu),
    ("userinformationmenu.organizationname", Known::InAccountMenu),
    ("userinformationmenu.reconfigure", Known::Never),
    ("userinformationmenu.reconnect", Known::Never),
    ("personalsettingslauncher", Known::Settings),
    ("overflowbutton", Known::Overflow),
    // Legacy web client, 2013 to 9.x. Shipped code.
    ("navtabbuttonuserinfolinkid", Known::AccountMenu),
    ("navtabbuttonuserinfosignoutid", Known::SignOut),
    ("navtabbuttonuserinfousernameid", Known::InAccountMenu),
    ("navtabbuttonuserinfoorgnameid", Known::InAccountMenu),
    ("navtabbuttonuserinfoeditimageid", Known::Never),
    ("tabbuttonsettingsid", Known::Settings),
    // Interactive Service Hub. Shipped code.
    ("userinfopopup", Known::InAccountMenu),
    // The masthead of 2011. Shipped code.
    ("tdsignout", Known::SignOut),
    // Maker portal and Office header. Test suites and documents.
    ("meinitialsbutton", Known::AccountMenu),
    ("mecontrolsignoutlink", Known::SignOut),
    ("o365_mainlink_me", Known::AccountMenu),
    ("o365_mainlink_mephoto", Known::AccountMenu),
    ("o365_mainlink_settings", Known::Settings),
    // Dialogs of Unified Interface: what these mean differs between versions. Test suites.
    ("confirmbutton", Known::Never),
    ("cancelbutton", Known::Never),
];

/// Where the commands of records stand, as Unified Interface writes it into their ids. Shipped code.
const COMMANDS: [&str; 4] = ["|form|", "|homepagegrid|", "|subgridstandard|", "|subgridassociated|"];

/// Frames that hold records, by the beginning of their name or id. Shipped code.
const RECORD_FRAMES: [&str; 4] = ["contentiframe", "webresource_", "applandingpage", "inlinedialog"];

/// What one of these ids stands for; what must never be pressed goes first.
pub(super) fn find(ids: &[String]) -> Option<Known> {
    let found: Vec<Known> = ids.iter().filter_map(|id| look_up(&id.to_ascii_lowercase())).collect();
    found.iter().find(|known| **known == Known::Never).or_else(|| found.first()).copied()
}

fn look_up(id: &str) -> Option<Known> {
    let fits = |known: &str| id == known || (known.contains('.') && id.contains(known));
    let command = COMMANDS.iter().any(|place| id.contains(place)).then_some(Known::Never);
    IDS.iter().find(|(known, _)| fits(known)).map(|(_, known)| *known).or(command)
}

/// Whether a frame of this name holds records.
pub(super) fn is_record_frame(names: &[String]) -> bool {
    names.iter().any(|name| {
        let name = name.to_ascii_lowercase();
        RECORD_FRAMES.iter().any(|frame| name.starts_with(frame))
    })
}

/// Whether an id ends with words that mean signing out, as `header-user-signOut` does and `signOutSheet` does not.
pub(super) fn says_sign_out(ids: &[String]) -> bool {
    const ENDS: [[&str; 2]; 3] = [["sign", "out"], ["log", "out"], ["log", "off"]];
    ids.iter().any(|id| {
        let mut words = words(id);
        while words
            .last()
            .is_some_and(|word| matches!(word.as_str(), "button" | "link" | "btn" | "item" | "id" | "menu"))
        {
            words.pop();
        }
        let joined = words.concat();
        ENDS.iter().any(|[first, second]| {
            words.ends_with(&[(*first).to_owned(), (*second).to_owned()])
                || words.last() == Some(&[*first, *second].concat())
                || joined == [*first, *second].concat()
        })
    })
}

/// Whether an id speaks of the user's account.
pub(super) fn says_account(ids: &[String]) -> bool {
    const ACCOUNT: [&str; 9] =
        ["user", "account", "profile", "persona", "avatar", "me", "usermenu", "userinfo", "mectrl"];
    ids.iter().any(|id| words(id).iter().any(|word| ACCOUNT.contains(&word.as_str())))
}

/// The words of an id, by its separators and capitals, in lower case.
fn words(id: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for letter in id.chars() {
        let starts = !letter.is_ascii_alphanumeric() || (lower && letter.is_ascii_uppercase());
        if starts {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
        lower = letter.is_ascii_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_end_in_signing_out_say_so() {
        let says = |id: &str| says_sign_out(&[id.to_owned()]);
        assert!(
            says("header-user-signOut") && says("signout") && says("btn_logoff") && says("UserLogOutButton")
        );
        assert!(!says("signOutSheet") && !says("logoutHistory") && !says("design-outline"));
    }

    #[test]
    fn what_must_never_be_pressed_goes_first() {
        let ids = ["mectrl_main_trigger".to_owned(), "confirmButton".to_owned()];
        assert_eq!(find(&ids), Some(Known::Never));
        assert_eq!(find(&["x|UserInformationMenu.SignOut|y".to_owned()]), Some(Known::SignOut));
        assert_eq!(find(&["visit|NoRelationship|Form|cc.SignOut".to_owned()]), Some(Known::Never));
    }
}
