//! What Firefox does in a way of its own.
//!
//! Its `browsingData` clears neither the HTTP cache nor Cache Storage nor files of single hosts (observed in Firefox 140).

use super::fail;
use crate::chrome::browsing_data;
use crate::engine::effect::{Failure, Hosts, Outcome};

/// Removes local storage, databases and service workers of these hosts. The rest stays, so it has failed in any case.
pub(super) async fn clear_storage(hosts: &Hosts) -> Result<Outcome, Failure> {
    for host in hosts.iter() {
        browsing_data::remove_of_host(host.as_str()).await.map_err(fail)?;
    }
    Err(Failure::Refused)
}
