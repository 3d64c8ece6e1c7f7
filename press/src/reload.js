// Reloads the page when the book has been built anew.
(async () => {
  let had = "";
  for (;;) {
    try {
      const answer = await fetch(`/-/edition?not=${had}`, { cache: "no-store" });
      const now = await answer.text();
      if (had && now !== had) {
        location.reload();
        return;
      }
      had = now;
    } catch {
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
})();
