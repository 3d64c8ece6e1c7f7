// Reloads the page when it has been built anew, and shows what is wrong with the book.
(async () => {
  let edition = '';
  let mark = '';
  const show = (trouble) => {
    document.querySelector('#trouble')?.remove();
    if (!trouble) return;
    const box = document.createElement('section');
    const label = document.createElement('p');
    const words = document.createElement('pre');
    Object.assign(box, { id: 'trouble', ariaLabel: 'What is wrong with the book' });
    box.setAttribute('role', 'alert');
    label.textContent = 'The book is not as its files are now. Mend this, and the page follows:';
    words.textContent = trouble;
    words.tabIndex = 0;
    box.append(label, words);
    (document.querySelector('#mdbook-content') || document.body).prepend(box);
  };
  for (;;) {
    try {
      const answer = await fetch(`/-/edition?page=${location.pathname}&edition=${edition}&trouble=${mark}`, { cache: 'no-store' });
      const news = await answer.json();
      if (edition !== '' && news.edition !== edition) {
        location.reload();
        return;
      }
      if (news.mark !== mark) show(news.trouble);
      ({ edition, mark } = news);
    } catch {
      await new Promise((resume) => { setTimeout(resume, 1000); });
    }
  }
})();
