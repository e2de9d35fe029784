//! The journal: the state of the run, as it lies in the browser's storage.
//!
//! It is text in hexadecimal digits: a version, the run, and a checksum over both,
//! so that a journal that was damaged anywhere is refused rather than half understood.

use crate::engine::run::Run;
use crate::value::{Style, Value};
use crc::{CRC_32_ISCSI, Crc};

/// The version that is written. A journal of another version is set aside, not guessed at.
const VERSION: u32 = 3;

const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);

/// Why a journal cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// Another version of the extension wrote it.
    #[error("the journal is of version {0}, which is not known here")]
    OtherVersion(u32),
    /// It is damaged.
    #[error("the journal is damaged")]
    Damaged,
    /// The core stopped again and again while it followed it.
    #[error("the core stopped too often at this journal")]
    StopsTheCore,
}

/// So often the core may stop in one run before the run is given up.
const MOST_STOPS: u32 = 3;

/// The run as text, to be written before its effects are started.
#[must_use]
pub fn write(run: &Run) -> String {
    let value = Value::of(run, Style::Placed);
    // Writing fails only for types of unknown length; a value has none.
    let mut bytes = postcard::to_allocvec(&(VERSION, value)).unwrap_or_default();
    bytes.extend(CHECKSUM.checksum(&bytes).to_le_bytes());
    let digit = |half: u8| char::from_digit(half.into(), 16);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
}

/// The run to go on with: the one that a text holds, unless the core has stopped too often in it.
///
/// The same state met by the same page may stop the core again, and without this it would do so for ever.
pub fn take_up(text: &str, stops: u32) -> Result<Run, Unreadable> {
    if stops < MOST_STOPS { read(text) } else { Err(Unreadable::StopsTheCore) }
}

/// The run that a text holds.
pub fn read(text: &str) -> Result<Run, Unreadable> {
    let bytes = bytes(text).ok_or(Unreadable::Damaged)?;
    let (version, _) = postcard::take_from_bytes::<u32>(&bytes).map_err(|_| Unreadable::Damaged)?;
    if version != VERSION {
        return Err(Unreadable::OtherVersion(version));
    }
    // First the checksum: what was damaged may be nested deeper than can be read.
    let (body, checksum) = bytes.split_last_chunk().ok_or(Unreadable::Damaged)?;
    if CHECKSUM.checksum(body) != u32::from_le_bytes(*checksum) {
        return Err(Unreadable::Damaged);
    }
    let (_, value) = postcard::from_bytes::<(u32, Value)>(body).map_err(|_| Unreadable::Damaged)?;
    value.read().map_err(|_| Unreadable::Damaged)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::receipt::Trigger;
    use crate::engine::run::Order;
    use crate::engine::scope::Scope;
    use crate::engine::time::Time;

    fn journal() -> (Run, String) {
        let order = Order { trigger: Trigger::Toolbar, scope: Scope::default() };
        let (run, _) = Run::begin(order, Time(1_764_000_000_000));
        let text = write(&run);
        (run, text)
    }

    #[test]
    fn what_is_written_is_read() {
        let (run, text) = journal();
        assert_eq!(read(&text), Ok(run));
    }

    #[test]
    fn a_run_in_which_the_core_stops_again_and_again_is_given_up() {
        let (run, text) = journal();
        assert_eq!(take_up(&text, MOST_STOPS - 1), Ok(run));
        assert_eq!(take_up(&text, MOST_STOPS), Err(Unreadable::StopsTheCore));
    }

    #[test]
    fn a_journal_that_was_cut_off_is_refused() {
        let (_, text) = journal();
        for end in 0..text.len() {
            assert!(text.get(..end).is_none_or(|part| read(part).is_err()), "cut at {end}");
        }
    }

    #[test]
    fn a_journal_that_was_changed_anywhere_is_refused() {
        let (_, text) = journal();
        for at in 0..text.len() {
            for digit in ['0', '7', 'f', 'x', 'é'] {
                let mut changed: String = text.chars().take(at).collect();
                changed.push(digit);
                changed.extend(text.chars().skip(at + 1));
                assert!(changed == text || read(&changed).is_err(), "{digit} at {at}");
            }
        }
    }

    #[test]
    fn a_journal_whose_damage_nests_without_end_is_refused() {
        // A list of one list, and so on: reading it would use up the stack.
        let text = ["03", &"0401".repeat(200_000), "00000000"].concat();
        assert_eq!(read(&text), Err(Unreadable::Damaged));
    }

    #[test]
    fn a_journal_of_another_version_is_refused() {
        assert_eq!(read("63"), Err(Unreadable::OtherVersion(99)));
    }
}
