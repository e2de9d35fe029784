//! The chain of receipts: each is tied to the one before it, so that a change or a gap is noticed.
//!
//! It shows damage and clumsy edits. Whoever can write to the browser's profile can make a whole new chain.
//! What is hashed, and how, is in `protocol::history`; here hashes are only compared.

use crate::value::Data;

/// A place in the chain: a receipt's number, and its hash. The default is the place before the first receipt.
#[derive(Clone, Data, Debug, Default, Eq, PartialEq)]
pub struct Joint {
    /// Its number, counted from 1.
    pub number: u32,
    /// Its hash: SHA-256 in hexadecimal digits.
    pub hash: String,
}

/// What ties a receipt to the one before it.
#[derive(Clone, Data, Debug, Eq, PartialEq)]
pub struct Link {
    /// Its number, counted from 1.
    pub number: u32,
    /// The hash of the one before it; empty for the first.
    pub before: String,
    /// It was stored before there was a chain, and taken over: until then nothing guarded it.
    pub taken_over: bool,
    /// The hash over the receipt, and all of this but itself.
    #[data(optional)]
    pub hash: String,
}

impl Link {
    /// The link of the receipt that follows on this place. Its hash is yet to be made.
    #[must_use]
    pub fn after(joint: &Joint, taken_over: bool) -> Self {
        Self {
            number: joint.number.saturating_add(1),
            before: joint.hash.clone(),
            taken_over,
            hash: String::new(),
        }
    }

    /// The place that it follows on.
    #[must_use]
    pub fn previous(&self) -> Joint {
        Joint { number: self.number.saturating_sub(1), hash: self.before.clone() }
    }

    /// Its place.
    #[must_use]
    pub fn joint(&self) -> Joint {
        Joint { number: self.number, hash: self.hash.clone() }
    }
}

/// The ends of the chain. They are kept apart from the receipts, so that one is missed at an end, too.
#[derive(Clone, Data, Debug, Default, Eq, PartialEq)]
pub struct Ends {
    /// The last one that was dropped for its age, or deleted by a person: the first one that is left follows on it.
    pub dropped: Joint,
    /// The last one that was filed.
    pub last: Joint,
    /// The first one that was filed after these notes had been lost, by its number; 0 if they never were.
    #[data(optional)]
    pub renewed: u32,
}

/// A stored receipt, as far as the chain goes.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What ties it; none if nothing does, or nothing that can be read.
    pub link: Option<Link>,
    /// What it really hashes to; none for what was never written like that.
    pub hash: Option<String>,
}

/// How a receipt stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It is what was filed.
    Sound,
    /// It is what it was when it was taken over into the chain.
    TakenOver,
    /// It, or what ties it, is not what was filed.
    Changed,
    /// Nothing ties it to the chain: it was put in, or its tie was taken away.
    Foreign,
}

impl State {
    /// Whether somebody should look.
    #[must_use]
    pub const fn is_wrong(self) -> bool {
        matches!(self, Self::Changed | Self::Foreign)
    }
}

/// What is wrong between two receipts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Break {
    /// So many are missing.
    Missing(u32),
    /// The one that follows is in a wrong place, or there twice.
    Moved,
    /// The one that follows was tied to another one than is before it.
    Replaced,
    /// The notes of the chain's ends had been lost here, and were made anew.
    Renewed,
    /// The notes of the chain's ends are not there.
    Endless,
}

/// What a check of the chain found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Findings {
    /// How each receipt stands, in their order.
    pub states: Vec<State>,
    /// What is wrong before the receipt of this place; behind the last one, the place is their number.
    pub breaks: Vec<(usize, Break)>,
}

impl Findings {
    /// How many things are wrong.
    #[must_use]
    pub fn count(&self) -> usize {
        self.states.iter().filter(|state| state.is_wrong()).count() + self.breaks.len()
    }

    /// What is wrong before the receipt of this place.
    pub fn before(&self, place: usize) -> impl Iterator<Item = Break> {
        self.breaks.iter().filter(move |(at, _)| *at == place).map(|(_, what)| *what)
    }
}

/// Checks the chain, the oldest receipt first.
#[must_use]
pub fn check(ends: Option<&Ends>, seen: &[Seen]) -> Findings {
    let states: Vec<_> = seen.iter().map(Seen::state).collect();
    let numbers = numbers(ends, seen, &states);
    let mut breaks = Vec::new();
    let mut reached = start(ends, seen).number;
    for (at, (each, number)) in seen.iter().zip(&numbers).enumerate() {
        let Some(number) = *number else { continue };
        if number <= reached {
            breaks.push((at, Break::Moved));
            continue;
        }
        breaks.extend(missing(reached, number, &numbers).map(|what| (at, what)));
        reached = number;
        if ends.is_some_and(|ends| ends.renewed == number) {
            breaks.push((at, Break::Renewed));
        }
        if each.is_tied_to_another(&start(ends, seen), seen) {
            breaks.push((at, Break::Replaced));
        }
    }
    breaks.extend(at_the_end(ends, seen, reached).map(|what| (seen.len(), what)));
    Findings { states, breaks }
}

/// What the first receipt follows on.
fn start(ends: Option<&Ends>, seen: &[Seen]) -> Joint {
    let of_the_first = || Some(seen.iter().find_map(|each| each.link.as_ref())?.previous());
    ends.map(|ends| ends.dropped.clone()).or_else(of_the_first).unwrap_or_default()
}

/// The number of each receipt. That of a changed one is believed only where no other has it.
fn numbers(ends: Option<&Ends>, seen: &[Seen], states: &[State]) -> Vec<Option<u32>> {
    let own = |each: &Seen| each.link.as_ref().map(|link| link.number);
    let is_taken = |number| {
        let sound = seen.iter().zip(states).filter(|(_, state)| **state != State::Changed);
        sound.filter_map(|(each, _)| own(each)).any(|other| other == number)
    };
    let mut reached = start(ends, seen).number;
    let mut numbers = Vec::new();
    for (each, state) in seen.iter().zip(states) {
        let mut number = own(each);
        if *state == State::Changed {
            let last = ends.map_or(u32::MAX, |ends| ends.last.number);
            let is_likely = |own: &u32| reached < *own && *own <= last && !is_taken(*own);
            number = number.filter(is_likely).or_else(|| reached.checked_add(1));
        }
        reached = number.unwrap_or(reached).max(reached);
        numbers.push(number);
    }
    numbers
}

/// How many are missing between two numbers: those that are nowhere else either.
fn missing(reached: u32, number: u32, numbers: &[Option<u32>]) -> Option<Break> {
    let is_between = |other: &&Option<u32>| other.is_some_and(|other| reached < other && other < number);
    let there = u32::try_from(numbers.iter().filter(is_between).count()).unwrap_or(u32::MAX);
    let missing = number.saturating_sub(reached).saturating_sub(1).saturating_sub(there);
    (0 < missing).then_some(Break::Missing(missing))
}

fn at_the_end(ends: Option<&Ends>, seen: &[Seen], reached: u32) -> Option<Break> {
    let Some(Ends { last, .. }) = ends else {
        return seen.iter().any(|each| each.link.is_some()).then_some(Break::Endless);
    };
    if reached < last.number {
        return Some(Break::Missing(last.number - reached));
    }
    let is_another = |link: &Link| link.number == last.number && link.hash != last.hash;
    let is_replaced = last.number < reached || seen.iter().filter_map(Seen::sound).any(is_another);
    is_replaced.then_some(Break::Replaced)
}

impl Seen {
    fn state(&self) -> State {
        match &self.link {
            None => State::Foreign,
            Some(link) if self.hash.as_ref() != Some(&link.hash) => State::Changed,
            Some(link) if link.taken_over => State::TakenOver,
            Some(_) => State::Sound,
        }
    }

    /// Its link, if it can be believed.
    fn sound(&self) -> Option<&Link> {
        self.link.as_ref().filter(|link| self.hash.as_ref() == Some(&link.hash))
    }

    /// Whether the one before it is there, and is not the one that it was tied to.
    fn is_tied_to_another(&self, start: &Joint, seen: &[Self]) -> bool {
        let Some(link) = self.sound() else { return false };
        let joints = seen.iter().filter_map(Self::sound).map(Link::joint).chain([start.clone()]);
        let mut before = joints.filter(|joint| joint.number.checked_add(1) == Some(link.number)).peekable();
        before.peek().is_some() && before.all(|joint| joint.hash != link.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(number: u32) -> String {
        format!("hash {number}")
    }

    fn joint(number: u32) -> Joint {
        if number == 0 { Joint::default() } else { Joint { number, hash: hash(number) } }
    }

    fn sound(number: u32) -> Seen {
        let link = Link { hash: hash(number), ..Link::after(&joint(number - 1), false) };
        Seen { link: Some(link), hash: Some(hash(number)) }
    }

    fn changed(number: u32) -> Seen {
        Seen { hash: Some("another".to_owned()), ..sound(number) }
    }

    fn ends(dropped: u32, last: u32) -> Ends {
        Ends { dropped: joint(dropped), last: joint(last), renewed: 0 }
    }

    /// What is wrong: the places of receipts, and what is between them.
    fn wrong(ends: &Ends, seen: &[Seen]) -> (Vec<usize>, Vec<(usize, Break)>) {
        let Findings { states, breaks } = check(Some(ends), seen);
        ((0..seen.len()).filter(|place| states[*place].is_wrong()).collect(), breaks)
    }

    #[test]
    fn a_whole_chain_has_nothing_wrong_also_where_old_ones_were_dropped() {
        let seen = [sound(4), sound(5), sound(6)];
        assert_eq!(check(Some(&ends(3, 6)), &seen).count(), 0);
        assert_eq!(check(Some(&ends(6, 6)), &[]).count(), 0);
        assert_eq!(check(None, &[]).count(), 0);
    }

    #[test]
    fn one_that_was_changed_is_named_and_no_other() {
        assert_eq!(wrong(&ends(0, 3), &[sound(1), changed(2), sound(3)]), (vec![1], vec![]));
        let mut renumbered = changed(2);
        renumbered.link.as_mut().unwrap().number = 90;
        assert_eq!(wrong(&ends(0, 3), &[sound(1), renumbered, sound(3)]), (vec![1], vec![]));
        let seen = [sound(1), changed(3), sound(4)];
        assert_eq!(wrong(&ends(0, 4), &seen), (vec![1], vec![(1, Break::Missing(1))]));
    }

    #[test]
    fn one_that_was_changed_and_hashed_anew_does_not_fit_the_one_behind_it() {
        let mut forged = sound(2);
        forged.hash = Some("forged".to_owned());
        forged.link.as_mut().unwrap().hash = "forged".to_owned();
        let seen = [sound(1), forged.clone(), sound(3)];
        assert_eq!(wrong(&ends(0, 3), &seen), (vec![], vec![(2, Break::Replaced)]));
        assert_eq!(wrong(&ends(0, 2), &seen[..2]), (vec![], vec![(2, Break::Replaced)]), "at the end, too");
    }

    #[test]
    fn missing_ones_are_counted_where_they_were() {
        assert_eq!(wrong(&ends(0, 5), &[sound(1), sound(4), sound(5)]).1, [(1, Break::Missing(2))]);
        assert_eq!(wrong(&ends(0, 5), &[sound(3), sound(4), sound(5)]).1, [(0, Break::Missing(2))]);
        assert_eq!(wrong(&ends(0, 5), &[sound(1), sound(2)]).1, [(2, Break::Missing(3))]);
        assert_eq!(wrong(&ends(2, 5), &[]).1, [(0, Break::Missing(3))]);
        let found = check(Some(&ends(0, 5)), &[sound(1), sound(4), sound(5)]);
        assert_eq!([0, 1, 2].map(|place| found.before(place).next()), [None, Some(Break::Missing(2)), None]);
    }

    #[test]
    fn one_in_a_wrong_place_or_there_twice_is_named_and_none_is_called_missing() {
        let seen = [sound(1), sound(3), sound(2), sound(4)];
        assert_eq!(wrong(&ends(0, 4), &seen), (vec![], vec![(2, Break::Moved)]));
        let seen = [sound(1), sound(2), sound(2), sound(3)];
        assert_eq!(wrong(&ends(0, 3), &seen), (vec![], vec![(2, Break::Moved)]));
        assert_eq!(
            wrong(&ends(1, 2), &[sound(1), sound(2)]).1,
            [(0, Break::Moved)],
            "a dropped one came back"
        );
    }

    #[test]
    fn one_that_was_put_in_is_named() {
        let foreign = Seen { link: None, hash: Some("any".to_owned()) };
        let seen = [sound(1), foreign, sound(2)];
        assert_eq!(wrong(&ends(0, 2), &seen), (vec![1], vec![]));
        assert_eq!(wrong(&ends(0, 1), &[sound(1), sound(2)]).1, [(2, Break::Replaced)], "behind the end");
    }

    #[test]
    fn of_changed_ones_with_one_number_the_second_takes_the_next() {
        assert_eq!(wrong(&ends(0, 3), &[sound(1), changed(2), changed(2)]), (vec![1, 2], vec![]));
    }

    #[test]
    fn without_its_ends_a_chain_is_checked_within() {
        let seen = [sound(4), sound(5), sound(7)];
        assert_eq!(check(None, &seen).breaks, [(2, Break::Missing(1)), (3, Break::Endless)]);
        let renewed = Ends { renewed: 5, ..ends(3, 5) };
        assert_eq!(wrong(&renewed, &seen[..2]).1, [(1, Break::Renewed)]);
    }

    #[test]
    fn numbers_as_large_as_they_get_are_counted_at_once() {
        let far =
            Seen { link: Some(Link { number: u32::MAX, ..sound(1).link.unwrap() }), hash: Some(hash(1)) };
        let seen = [sound(1), far.clone(), far];
        let missing = Break::Missing(u32::MAX - 2);
        assert_eq!(wrong(&ends(0, 1), &seen).1, [(1, missing), (2, Break::Moved), (3, Break::Replaced)]);
    }
}
