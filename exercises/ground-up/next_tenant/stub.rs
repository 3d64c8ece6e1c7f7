use std::rc::Rc;

pub struct Address {
    pub index: usize,
}

#[derive(Default)]
pub struct Slots {
    slots: Vec<(Rc<Address>, Option<&'static str>)>,
    vacant: Vec<usize>,
}

impl Slots {
    pub fn admit(&mut self, task: &'static str) -> Rc<Address> {
        let Some(index) = self.vacant.pop() else {
            let index = self.slots.len();
            let address = Rc::new(Address { index });
            self.slots.push((address.clone(), Some(task)));
            return address;
        };
        let (address, tenant) = &mut self.slots[index];
        *tenant = Some(task);
        address.clone()
    }

    pub fn retire(&mut self, address: &Rc<Address>) {
        self.slots[address.index].1 = None;
        self.vacant.push(address.index);
    }

    pub fn find(&self, address: &Rc<Address>) -> Option<&'static str> {
        self.slots[address.index].1
    }
}
