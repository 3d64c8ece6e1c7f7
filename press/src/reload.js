// Reloads the page when it has been built anew, and shows what is wrong with the book.
(async () => {
  let edition = '';
  let mark = '';
  const show = (trouble) => {
    document.querySelector('#trouble')?.remove();
    if (!trouble) return;
    const page = document.querySelector('#mdbook-content') || document.body;
    page.insertAdjacentHTML('afterbegin', `<section id="trouble" role="alert" aria-label="What is wrong with the book">
      <p>The book is not as its files are now. Mend this, and the page follows:</p><pre tabindex="0"></pre></section>`);
    document.querySelector('#trouble pre').textContent = trouble;
  };
  for (;;) {
    try {
      const answer = await fetch(`/-/edition?page=${location.pathname}&edition=${edition}&trouble=${mark}`, { cache: 'no-store' });
      const news = await answer.json();
      if (edition !== '' && news.edition !== edition) return location.reload();
      if (news.mark !== mark) show(news.trouble);
      ({ edition, mark } = news);
    } catch {
      await new Promise((resume) => { setTimeout(resume, 1000); });
    }
  }
})();
