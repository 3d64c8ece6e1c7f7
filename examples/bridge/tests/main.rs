//! The proofs of the chapter, in one program: each file is a module.

mod stable_abi;
