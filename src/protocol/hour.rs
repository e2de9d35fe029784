//! A time of day: minutes after midnight in what is stored, `18:30` in a field for times.

/// As such a field has it. It is empty for 0, which is never; midnight itself is the end of a day, 1440.
#[must_use]
pub fn written(minutes: u32) -> String {
    if minutes == 0 {
        return String::new();
    }
    let two =
        |number: u32| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    [two(minutes / 60 % 24), two(minutes % 60)].join(":")
}

/// What such a field holds; none if it is no time.
#[must_use]
pub fn read(field: &str) -> Option<u32> {
    if field.is_empty() {
        return Some(0);
    }
    let (hours, minutes) = field.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    match (hours, minutes) {
        (0, 0) => Some(24 * 60),
        (0..24, 0..60) => Some(hours * 60 + minutes),
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_of_day_comes_back_and_never_is_empty() {
        for minutes in 0..=24 * 60 {
            assert_eq!(read(&written(minutes)), Some(minutes));
        }
        let seen = [0, 1, 65, 1080, 1439, 1440].map(written);
        assert_eq!(seen, ["", "00:01", "01:05", "18:00", "23:59", "00:00"]);
    }

    #[test]
    fn what_is_no_time_is_none() {
        for field in ["24:00", "12:60", "12", "12:", ":", "noon", "-1:00", "12:30:15"] {
            assert_eq!(read(field), None, "{field}");
        }
    }
}
