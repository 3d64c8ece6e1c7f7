use tokio::runtime::Handle;

/// `other` is a runtime in another thread.
pub async fn ask<Question>(
    other: &Handle,
    question: Question,
) -> Question::Output
where
    Question: Future<Output: Send> + Send + 'static,
{
    let answer = other.spawn(question);
    answer.await.expect("the question does not panic")
}
