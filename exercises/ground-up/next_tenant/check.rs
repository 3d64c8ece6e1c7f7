use std::rc::Rc;

use exam::{Verdict, expect};

use super::answer::Slots;

pub fn check() -> Verdict {
    let mut slots = Slots::default();
    let gull = slots.admit("Gull");
    expect!(
        slots.find(&gull) == Some("Gull"),
        "Gull has moved in, and her address does not find her."
    );
    slots.retire(&gull);
    expect!(
        slots.find(&gull).is_none(),
        "Gull has ended, and her address still finds a task."
    );
    let heron = slots.admit("Heron");
    expect!(
        slots.find(&gull) != Some("Heron"),
        "Gull has ended, and the address that she has left finds Heron: \
         a stale address must find no task."
    );
    expect!(
        slots.find(&heron) == Some("Heron"),
        "Heron has moved in, and her address does not find her."
    );
    expect!(
        heron.index == 0,
        "Gull has ended with her address kept, and Heron gets slot {}: \
         the vacant slot 0 is used again.",
        heron.index
    );
    let mut slots = Slots::default();
    let gull = slots.admit("Gull");
    slots.retire(&gull);
    let place = Rc::as_ptr(&gull);
    // It keeps the memory, and owns no address.
    let memory = Rc::downgrade(&gull);
    drop(gull);
    let heron = slots.admit("Heron");
    expect!(
        Rc::as_ptr(&heron) == place,
        "No owner of Gull's address is left, and Heron gets a new one: \
         use the same again."
    );
    drop(memory);
    Ok(())
}
