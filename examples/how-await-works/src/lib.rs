//! The programs of this chapter share these.
