//! A function that pauses is an enum of the places where it pauses.

// ANCHOR: listing
enum Approach {
    Called { ferry: &'static str },
    AtYield { ferry: &'static str, miles: u32 },
    Returned,
}

impl Approach {
    fn resume(&mut self) -> Option<u32> {
        let (ferry, miles) = match *self {
            Self::Called { ferry } => {
                println!("{ferry}: casts off");
                (ferry, 2)
            }
            Self::AtYield { ferry, miles } => (ferry, miles - 1),
            Self::Returned => return None,
        };
        if miles > 0 {
            *self = Self::AtYield { ferry, miles };
            return Some(miles);
        }
        println!("{ferry}: docks");
        *self = Self::Returned;
        None
    }
}
// ANCHOR_END: listing

fn main() {
    let mut gull = Approach::Called { ferry: "Gull" };
    let mut heron = Approach::Called { ferry: "Heron" };
    println!("harbour master: both may come");
    if let Some(miles) = gull.resume() {
        println!("harbour master: Gull has {miles} miles to go");
    }
    if let Some(miles) = heron.resume() {
        println!("harbour master: Heron has {miles} miles to go");
    }
    while let Some(miles) = gull.resume() {
        println!("harbour master: Gull has {miles} mile to go");
    }
    println!("harbour master: Heron is still at sea");
}
