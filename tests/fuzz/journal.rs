//! What is fuzzed: bytes as a journal, and journals of real runs with bytes of them changed.
//!
//! What is damaged is refused. What is read is written as the same, and may be stepped with anything.

use super::bytes::Bytes;
use super::events::{happen, scene};
use super::sim::bench::Bench;
use clean_exit::engine::effect::{Failure, Outcome};
use clean_exit::engine::run::{Answer, Event, Run};
use clean_exit::engine::time::Time;
use clean_exit::protocol::journal::{read, write};
use crc::{CRC_32_ISCSI, Crc};

const CHECKSUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);
/// Most edits of one journal.
const EDITS: usize = 8;

/// Reads a journal that these bytes are, or lead to; `false` if they are too few.
pub(crate) fn follow(bytes: &[u8]) -> bool {
    let mut bytes = Bytes(bytes);
    match bytes.next().map(|kind| kind % 4) {
        None => return false,
        Some(0) => {
            if let Ok(run) = read(&String::from_utf8_lossy(bytes.0)) {
                comes_back(run);
            }
        }
        Some(1) => is_refused(&mut bytes),
        Some(_) => edited(&mut bytes),
    }
    true
}

/// The bytes of a journal of a run to which so much has happened, without the checksum.
fn body(bytes: &mut Bytes<'_>) -> Vec<u8> {
    let count = bytes.number() % 64;
    let mut bench = Bench::click(scene(bytes));
    for _ in 0..count {
        let chance = bytes.number();
        happen(&mut bench, chance, bytes);
    }
    let text = write(&bench.run);
    let digits = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..text.len() / 2 - 4).map(|at| digits(at * 2).expect("digits")).collect()
}

fn in_digits(body: &[u8], checksum: u32) -> String {
    body.iter().chain(&checksum.to_le_bytes()).map(|byte| format!("{byte:02x}")).collect()
}

/// A journal with up to four bytes in a row changed, and its old checksum.
fn is_refused(bytes: &mut Bytes<'_>) {
    let mut body = body(bytes);
    let checksum = CHECKSUM.checksum(&body);
    assert!(read(&in_digits(&body, checksum)).is_ok(), "a sound journal is refused");
    let (at, sound) = (usize::from(bytes.long()) % body.len(), body.clone());
    for byte in body.iter_mut().skip(at).take(4) {
        *byte ^= bytes.number();
    }
    if body != sound {
        assert!(read(&in_digits(&body, checksum)).is_err(), "a damaged journal is read");
    }
}

/// A journal with bytes changed, put in and left out, and the checksum that fits.
fn edited(bytes: &mut Bytes<'_>) {
    let mut body = body(bytes);
    for _ in 0..EDITS {
        let Some(how) = bytes.next() else { break };
        let (at, byte) = (usize::from(bytes.long()) % body.len(), bytes.number());
        match how % 4 {
            0 => body.insert(at, byte),
            1 if 1 < body.len() => drop(body.remove(at)),
            2 => body[at] = byte,
            _ => body[at] = body[at].wrapping_add(byte % 5).wrapping_sub(2),
        }
    }
    if let Ok(run) = read(&in_digits(&body, CHECKSUM.checksum(&body))) {
        let run = comes_back(run);
        step_through(run);
    }
}

/// What was read is written as the same.
fn comes_back(run: Run) -> Run {
    assert_eq!(read(&write(&run)).as_ref(), Ok(&run));
    run
}

/// A few events of every kind, at every time.
fn step_through(run: Run) {
    let first = [
        Event::Woke,
        Event::Restarted,
        Event::Ticked,
        Event::Answered(Answer::GoBack),
        Event::Answered(Answer::SignOut),
    ];
    for (event, now) in
        first.into_iter().zip([Time(1_000_000), Time(2_000_000), Time(u64::MAX), Time(0), Time(1_000_050)])
    {
        let (mut run, _) = run.clone().step(event, now);
        for round in 0..40_u32 {
            let Some(id) = run.owed().iter().map(|(id, _)| id).next() else { break };
            let result = if round % 2 == 0 { Err(Failure::Gone) } else { Ok(Outcome::Done) };
            run = run.step(Event::Ended { id, result }, now).0;
        }
        let _ = (run.question(), run.wake_at(), run.organisations(), run.steps());
    }
}
