//! What an address that a person adds shows of itself: only what everybody may see, signed in or not.

use super::OwnSite;

/// What a host was recognised as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Recognised {
    /// It shows the sign of this kind.
    As(OwnSite),
    /// It answers, and shows no sign that is known here. That is no proof: a gateway may keep the signs to itself.
    Nothing,
    /// Nothing answers there.
    Unreachable,
}

impl Recognised {
    /// With what came when the host was asked for the sign of this kind: a text, empty where it showed none;
    /// nothing where it did not answer.
    #[must_use]
    pub fn after(self, kind: OwnSite, answer: Option<&str>) -> Self {
        match (self, answer) {
            (Self::Unreachable | Self::Nothing, Some(text)) if kind.is_shown_by(text) => Self::As(kind),
            (Self::Unreachable, Some(_)) => Self::Nothing,
            (Self::As(_) | Self::Nothing | Self::Unreachable, _) => self,
        }
    }
}

impl OwnSite {
    /// Whether this text is what only a host of this kind shows at [`super::Address::sign_of`].
    fn is_shown_by(self, text: &str) -> bool {
        let signs: &[&str] = match self {
            // The name space of its services: the SDK's samples read it there before they sign in.
            Self::OnPremises => &["://schemas.microsoft.com/xrm/2011/Contracts"],
            Self::Portal => &["__RequestVerificationToken"],
            // Dynamics publishes such a file too, but as one that trusts a sign-in service and is none.
            Self::AdFs => &["SecurityTokenServiceType", "/adfs/"],
        };
        signs.iter().all(|sign| text.contains(sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICES: &str =
        r#"<wsdl:definitions xmlns:i0="http://schemas.microsoft.com/xrm/2011/Contracts/Services">"#;
    const TOKEN: &str = r#"<input name="__RequestVerificationToken" type="hidden" value="x" />"#;
    const SIGN_IN: &str = r#"<RoleDescriptor xsi:type="fed:SecurityTokenServiceType"><Address>https://sts.corp.example/adfs/ls/</Address>"#;
    const TRUSTS: &str = r#"<RoleDescriptor xsi:type="fed:ApplicationServiceType"><Address>https://crm.corp.example/</Address>"#;

    fn recognised(answers: [Option<&str>; 3]) -> Recognised {
        let asked = OwnSite::ALL.into_iter().zip(answers);
        asked.fold(Recognised::Unreachable, |so_far, (kind, answer)| so_far.after(kind, answer))
    }

    #[test]
    fn each_kind_is_recognised_by_its_sign() {
        assert_eq!(recognised([Some(SERVICES), Some(""), Some(TRUSTS)]), Recognised::As(OwnSite::OnPremises));
        assert_eq!(recognised([Some(""), Some(TOKEN), None]), Recognised::As(OwnSite::Portal));
        assert_eq!(recognised([None, Some(""), Some(SIGN_IN)]), Recognised::As(OwnSite::AdFs));
    }

    #[test]
    fn what_shows_no_sign_is_nothing_and_what_does_not_answer_is_not_there() {
        let page = Some("<title>Dynamics 365</title><a href=/main.aspx>Sign out</a>");
        assert_eq!(recognised([page, page, page]), Recognised::Nothing);
        assert_eq!(recognised([None, Some(""), None]), Recognised::Nothing);
        assert_eq!(recognised([None, None, Some(TRUSTS)]), Recognised::Nothing);
        assert_eq!(recognised([None; 3]), Recognised::Unreachable);
    }

    #[test]
    fn a_sign_in_the_wrong_place_is_none() {
        assert_eq!(recognised([Some(SIGN_IN), Some(SERVICES), Some(TOKEN)]), Recognised::Nothing);
    }
}
