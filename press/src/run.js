// Has the server run programs, and check answers, on the reader's own machine. Only pages that `cargo book`
// serves have this script; theme/run.js has the buttons. MIT OR Apache-2.0.
(() => {
  'use strict';
  const { token } = document.currentScript.dataset;

  // Asks for a run, of the file or of the text in the place of its listing, and hands on its records as
  // they come.
  const ask = (what, key = 'program') => async ({ program, language, text }, signal, hear) => {
    const body = text === null ? undefined : text || '\n';
    const answer = await fetch(`/-/${what}?${key}=${program}&language=${language}`,
      { method: 'POST', headers: { 'X-Press-Token': token }, body, signal });
    if (!answer.ok) return hear({ end: await answer.text() });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part; !(part = await reader.read()).done;) {
      const records = (rest + part.value).split('\n');
      rest = records.pop();
      records.filter(Boolean).forEach((record) => hear(JSON.parse(record)));
    }
  };
  window.runner = {
    languages: ['python', 'rust'],
    run: ask('run'),
    check: ask('exercise', 'name'),
    step: ask('step'),
    gone: 'the server has ended; start `cargo book` again',
  };
})();
