//! The survey as `extension/page.js` reports it: read, bounded, and turned into the engine's types.
//!
//! The report is the page's word. Who it comes from is the browser's, and is given beside it.

use crate::value::Data;

use crate::engine::control::{
    Account, Area, Control, Dialog, Frame, Link, LinkEnd, Menu, Page, Region, Shown,
};
use crate::engine::id::FrameId;
use crate::engine::site::{Host, Place};
use crate::engine::sorted::Set;

/// The only version of the report that is read.
pub const VERSION: u32 = 1;
/// Most controls in a report; the page agent lists fewer.
pub const MOST_CONTROLS: usize = 400;
/// Most characters of any text in a report.
const MOST_TEXT: usize = 256;
/// Most ids, markers or frame names in one list.
const MOST_IN_LIST: usize = 16;

/// Why a report was not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SurveyError {
    /// It is of another version of the page agent.
    #[error("the page's report is of another version")]
    Version,
    /// It lists more controls than the page agent ever does.
    #[error("the page's report is too large")]
    TooLarge,
    /// Its number is not one that the page agent makes.
    #[error("the page's report has no proper number")]
    Nonce,
    /// Two controls have one key.
    #[error("the page's report lists a control twice")]
    Twice,
}

/// Where a report comes from, by the browser's word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Source {
    /// The frame that was surveyed.
    pub frame: FrameId,
    /// Its document, where the browser tells.
    pub document: Option<String>,
    /// The host that it shows.
    pub host: Host,
    /// What that host is to a logout.
    pub place: Place,
}

/// The report of one frame.
#[derive(Clone, Data, Debug)]
pub struct Report {
    version: u32,
    nonce: String,
    page: PageReport,
    seen: u32,
    controls: Vec<ControlReport>,
}

#[derive(Clone, Data, Debug)]
#[data(all_optional, camel_case)]
#[derive(Default)]
struct PageReport {
    lang: String,
    rtl: bool,
    page_id: String,
    markers: Vec<String>,
    dialog: Option<DialogReport>,
    size: (i32, i32),
    ready: bool,
    hint: Option<String>,
    password: bool,
    frame: Vec<String>,
}

#[derive(Clone, Copy, Data, Debug)]
struct DialogReport {
    modal: bool,
    #[data(name = "box")]
    area: Area,
}

#[derive(Clone, Data, Debug)]
struct ControlReport {
    key: u32,
    tag: String,
    role: String,
    name: String,
    #[data(optional)]
    text: String,
    ids: Vec<String>,
    near: Vec<String>,
    region: Region,
    #[data(name = "box")]
    area: Area,
    shown: Shown,
    #[data(optional)]
    disabled: bool,
    #[data(optional)]
    expanded: Option<bool>,
    #[data(optional)]
    popup: bool,
    #[data(optional)]
    picture: bool,
    #[data(optional)]
    link: Option<LinkReport>,
    #[data(optional)]
    menu: Option<MenuReport>,
    #[data(optional)]
    mail: Option<String>,
}

#[derive(Clone, Data, Debug)]
struct LinkReport {
    kind: LinkKind,
    #[data(optional)]
    host: Option<String>,
    #[data(optional)]
    hint: Option<String>,
}

#[derive(Clone, Copy, Data, Debug)]
enum LinkKind {
    Here,
    Same,
    Site,
    Other,
}

#[derive(Clone, Data, Debug)]
struct MenuReport {
    popup: u32,
    #[data(optional)]
    opener: Option<u32>,
    #[data(optional)]
    mail: Option<String>,
}

impl Report {
    /// Reads the report of a frame. `place_of` tells what the hosts of its links are to a logout.
    ///
    /// # Errors
    /// If the report is not one that the page agent makes.
    pub fn into_frame(self, source: Source, place_of: impl Fn(&Host) -> Place) -> Result<Frame, SurveyError> {
        if self.version != VERSION {
            return Err(SurveyError::Version);
        }
        if MOST_CONTROLS < self.controls.len() {
            return Err(SurveyError::TooLarge);
        }
        if self.nonce.len() != 16 || !self.nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(SurveyError::Nonce);
        }
        let keys: Set<u32> = self.controls.iter().map(|control| control.key).collect();
        if keys.len() != self.controls.len() {
            return Err(SurveyError::Twice);
        }
        Ok(Frame {
            id: source.frame,
            document: source.document,
            host: source.host,
            place: source.place,
            nonce: self.nonce,
            page: self.page.into(),
            seen: self.seen,
            controls: self.controls.into_iter().map(|control| control.read(&place_of)).collect(),
        })
    }
}

impl From<PageReport> for Page {
    fn from(report: PageReport) -> Self {
        Self {
            lang: clip(report.lang),
            rtl: report.rtl,
            page_id: clip(report.page_id),
            markers: clip_all(report.markers),
            dialog: report.dialog.map(|dialog| Dialog { modal: dialog.modal, area: dialog.area }),
            size: (report.size.0.clamp(0, 32_767), report.size.1.clamp(0, 32_767)),
            ready: report.ready,
            leaving: report.hint.is_some(),
            password: report.password,
            frame: clip_all(report.frame),
        }
    }
}

impl ControlReport {
    fn read(self, place_of: &impl Fn(&Host) -> Place) -> Control {
        Control {
            key: self.key,
            tag: clip(self.tag),
            role: clip(self.role),
            name: clip(self.name),
            text: clip(self.text),
            ids: clip_all(self.ids),
            near: clip_all(self.near),
            region: self.region,
            area: self.area,
            shown: self.shown,
            disabled: self.disabled,
            expanded: self.expanded,
            popup: self.popup,
            picture: self.picture,
            link: self.link.map(|link| link.read(place_of)),
            menu: self.menu.map(|menu| Menu {
                popup: menu.popup,
                opener: menu.opener,
                mail: account(menu.mail),
            }),
            mail: account(self.mail),
        }
    }
}

impl LinkReport {
    fn read(self, place_of: &impl Fn(&Host) -> Place) -> Link {
        let place =
            || self.host.as_deref().and_then(|host| Host::parse(host).ok()).map(|host| place_of(&host));
        let end = match self.kind {
            LinkKind::Here => LinkEnd::Here,
            LinkKind::Same => LinkEnd::SameHost,
            LinkKind::Site => place().map_or(LinkEnd::Other, LinkEnd::OtherHost),
            LinkKind::Other => LinkEnd::Other,
        };
        Link { end, leaving: self.hint.is_some() }
    }
}

fn account(digits: Option<String>) -> Option<Account> {
    let digits = digits?;
    let (high, low) = digits.split_at_checked(8)?;
    let half = |digits: &str| u32::from_str_radix(digits, 16).ok();
    Some(Account([half(low)?, half(high)?]))
}

fn clip(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST_TEXT) {
        text.truncate(end);
    }
    text
}

fn clip_all(mut list: Vec<String>) -> Vec<String> {
    list.truncate(MOST_IN_LIST);
    list.into_iter().map(clip).collect()
}
