//! On macOS a module for Python is linked with an argument more.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
