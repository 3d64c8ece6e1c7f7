use tokio::sync::mpsc::Sender;

/// Runs in a thread.
pub fn measure(
    sensor: impl IntoIterator<Item = i32>,
    readings: Sender<i32>,
) {
    for degrees in sensor {
        while readings.try_send(degrees).is_err() {
            std::thread::yield_now();
        }
    }
}
