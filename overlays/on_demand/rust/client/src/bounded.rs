//! Integers within limits.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An integer from `LEAST` to `MOST`: `10.try_into()?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "i64", try_from = "i64")]
pub struct Bounded<const LEAST: i64, const MOST: i64>(i64);

/// An integer is not within its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfBounds {
    least: i64,
    most: i64,
}

impl fmt::Display for OutOfBounds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "must be {} to {}", self.least, self.most)
    }
}

impl std::error::Error for OutOfBounds {}

impl<const LEAST: i64, const MOST: i64> From<Bounded<LEAST, MOST>> for i64 {
    fn from(bounded: Bounded<LEAST, MOST>) -> Self {
        bounded.0
    }
}

macro_rules! try_from {
    ($($integer:ty),*) => {$(
        impl<const LEAST: i64, const MOST: i64> TryFrom<$integer> for Bounded<LEAST, MOST> {
            type Error = OutOfBounds;

            fn try_from(given: $integer) -> Result<Self, OutOfBounds> {
                match i64::try_from(given) {
                    Ok(value) if (LEAST..=MOST).contains(&value) => Ok(Self(value)),
                    _ => Err(OutOfBounds { least: LEAST, most: MOST }),
                }
            }
        }
    )*};
}

try_from!(i32, i64, u32, u64, usize);
