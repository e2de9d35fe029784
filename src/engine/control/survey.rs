//! What one look at a tab showed: the page's word, already bounded and parsed.

use crate::value::{Blank, Data, Value, Writer};

use crate::engine::id::FrameId;
use crate::engine::site::{Host, Place};
use crate::engine::sorted::Map;

/// One look at a tab: the frames that could be looked at.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Survey {
    /// The frames, in any order.
    pub frames: Vec<Frame>,
}

impl Survey {
    /// The top frame, if it could be looked at.
    #[must_use]
    pub fn top(&self) -> Option<&Frame> {
        self.frames.iter().find(|frame| frame.id == FrameId::TOP)
    }
}

/// One frame: whose it is by the browser's word, and what it shows by the page's.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Frame {
    /// The frame's number.
    pub id: FrameId,
    /// The document in it, where the browser tells (`documentId`).
    pub document: Option<String>,
    /// The host that the browser says it shows.
    pub host: Host,
    /// What that host is to a logout.
    pub place: Place,
    /// The survey's own number; a press must name it.
    pub nonce: String,
    /// What is known of the page as a whole.
    pub page: Page,
    /// How many controls were seen; more than are listed if the report was cut.
    pub seen: u32,
    /// The controls that are listed.
    pub controls: Vec<Control>,
}

impl Frame {
    /// The listed controls by their keys.
    pub(super) fn by_key(&self) -> Map<u32, &Control> {
        self.controls.iter().map(|control| (control.key, control)).collect()
    }
}

/// What is known of a page as a whole; never its title or text.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Page {
    /// The language it declares, as in `<html lang>`; may be empty.
    pub lang: String,
    /// Whether it reads from right to left.
    pub rtl: bool,
    /// The sign-in pages' own name (`<meta name="PageID">`); may be empty.
    pub page_id: String,
    /// Which of the ids that tell pages apart are shown.
    pub markers: Vec<String>,
    /// A dialog that is shown.
    pub dialog: Option<Dialog>,
    /// Width and height of the visible part, in CSS pixels.
    pub size: (i32, i32),
    /// Whether the page has finished loading.
    pub ready: bool,
    /// Whether its own address speaks of signing out.
    pub leaving: bool,
    /// Whether it asks for a password.
    pub password: bool,
    /// Name, ids and title of the frame that it stands in, as far as they can be read.
    pub frame: Vec<String>,
}

/// A dialog that is shown.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Dialog {
    /// Whether it says that it has to be answered first.
    pub modal: bool,
    /// Where it is.
    pub area: Area,
}

/// A rectangle in CSS pixels from the visible part's left top corner.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Area {
    /// Distance from the left edge.
    pub left: i32,
    /// Distance from the top edge.
    pub top: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

/// It is written as its four numbers. What is far outside is as good as the edge.
impl Data for Area {
    fn blank(_: Blank) -> Self {
        Self::default()
    }

    fn write(&self, to: &mut Writer) {
        (self.left, self.top, self.width, self.height).write(to);
    }

    fn read(&mut self, from: &Value, blank: Blank) -> bool {
        let mut sides = [0; 4];
        let fits = sides.read(from, blank);
        let [left, top, width, height] = sides.map(|side: i32| side.clamp(-32_768, 32_767));
        *self = Self { left, top, width, height };
        fits
    }
}

impl Area {
    /// The middle: from the left, from the top.
    pub(super) const fn middle(self) -> (i32, i32) {
        (self.left + self.width / 2, self.top + self.height / 2)
    }

    /// How far it is from one to the other, across or down, whichever is more; nothing if they touch.
    pub(super) fn distance(self, other: Self) -> i32 {
        let gap = |from: i32, length: i32, to: i32, extent: i32| (to - from - length).max(from - to - extent);
        let across = gap(self.left, self.width, other.left, other.width);
        across.max(gap(self.top, self.height, other.top, other.height)).max(0)
    }
}

/// One thing that a person could press.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Control {
    /// Its key in this survey.
    pub key: u32,
    /// Its element's name, as `button`.
    pub tag: String,
    /// Its role, as the page writes it; may be empty.
    pub role: String,
    /// Its accessible name.
    pub name: String,
    /// What is read on it, if that differs from its name.
    pub text: String,
    /// Its ids: `id`, `data-id`, `data-test-id` and the like.
    pub ids: Vec<String>,
    /// The ids around it, nearest first.
    pub near: Vec<String>,
    /// The part of the page that it stands in.
    pub region: Region,
    /// Where it is.
    pub area: Area,
    /// Whether it can be seen and hit.
    pub shown: Shown,
    /// Whether it is disabled, or in something that is.
    pub disabled: bool,
    /// Whether what it opens is open, if it says so.
    pub expanded: Option<bool>,
    /// Whether it says that it opens something.
    pub popup: bool,
    /// Whether it shows a picture.
    pub picture: bool,
    /// Where it leads, if it is a link.
    pub link: Option<Link>,
    /// The menu that it is in.
    pub menu: Option<Menu>,
    /// The mail address on it, as a number.
    pub mail: Option<Account>,
}

/// A mail address as a 64-bit number, so that accounts can be told apart and none is kept.
/// It is two halves, since what JavaScript carries loses more than 53 bits.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub struct Account(pub [u32; 2]);

/// The part of a page that a control stands in.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub enum Region {
    /// Nothing that has a name.
    None,
    /// A bar across the top that has no name.
    Bar,
    /// The page's banner.
    Banner,
    /// Navigation.
    Navigation,
    /// The main part.
    Main,
    /// An article, a feed or a tab's panel.
    Content,
    /// A grid or a table of data.
    Grid,
    /// Text that is being edited.
    Edit,
    /// A dialog.
    Dialog,
    /// Beside the main part.
    Complementary,
    /// The page's foot.
    Contentinfo,
}

impl Region {
    /// Whether records and their text are shown there.
    pub(super) const fn is_content(self) -> bool {
        matches!(self, Self::Main | Self::Content | Self::Grid | Self::Edit | Self::Complementary)
    }

    /// Whether a page's own controls are shown there.
    pub(super) const fn is_frame_of_page(self) -> bool {
        matches!(self, Self::Bar | Self::Banner | Self::Navigation)
    }
}

/// Whether a control can be seen and hit.
#[derive(Clone, Copy, Data, Debug, Eq, Hash, PartialEq)]
pub enum Shown {
    /// It is seen and would be hit.
    Yes,
    /// It isn't rendered, or is transparent.
    Hidden,
    /// It has no size worth the name.
    Small,
    /// Its middle is outside the visible part.
    Off,
    /// Something else would be hit.
    Covered,
    /// It would be seen and hit once what it is in is scrolled.
    Scrolled,
}

/// Where a link leads.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Link {
    /// What is at its end.
    pub end: LinkEnd,
    /// Whether its address speaks of signing out.
    pub leaving: bool,
}

/// What is at a link's end.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum LinkEnd {
    /// A script, or a place in the page.
    Here,
    /// The same host.
    SameHost,
    /// Another host, and what it is to a logout.
    OtherHost(Place),
    /// Mail, a call, a file: nothing that signs out.
    Other,
}

/// The menu that a control is in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Menu {
    /// Its number in this survey.
    pub popup: u32,
    /// The key of the control that opens it, where the page tells.
    pub opener: Option<u32>,
    /// The mail address in it.
    pub mail: Option<Account>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_of_two_areas_is_the_wider_gap_between_them() {
        let at = |left, top| Area { left, top, width: 100, height: 20 };
        let here = at(200, 200);
        for (there, distance) in [
            (at(250, 210), 0),
            (at(300, 200), 0),
            (at(330, 200), 30),
            (at(60, 200), 40),
            (at(200, 270), 50),
            (at(200, 120), 60),
            (at(310, 270), 50),
        ] {
            assert_eq!((here.distance(there), there.distance(here)), (distance, distance), "{there:?}");
        }
    }
}
