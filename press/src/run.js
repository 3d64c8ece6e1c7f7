// Runs a program of the page on the reader's own machine, and compares what it prints with what was
// recorded. Only pages that `cargo book` serves have this script.
(() => {
  'use strict';
  const { token } = document.currentScript.dataset;
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const time = (text) => make('span', { className: 'time' }, text);
  // A line, with its time as the transcripts of the page have it.
  const line = (text) => {
    const [, at, rest] = /^(\d+(?:\.\d+)? s)(  .*)$/s.exec(text) || [];
    return at ? [time(at), rest] : [text];
  };

  // The lines recorded and the lines of now, beside each other.
  function table(rows) {
    const cell = (text, tag) => make('td', {}, ...(text === null ? [] : [make(tag, {}, ...line(text))]));
    const row = ([before, now]) => make('tr', {}, ...(before === now
      ? [cell(before, 'span'), cell(now, 'span')] : [cell(before, 'del'), cell(now, 'ins')]));
    const heads = ['Recorded', 'Here'].map((head) => make('th', { scope: 'col' }, head));
    return make('table', {}, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows.map(row)));
  }

  // Asks for a run and hands on its records as they come.
  async function ask(program, language, signal, hear) {
    const answer = await fetch(`/-/run?program=${program}&language=${language}`,
      { method: 'POST', headers: { 'X-Press-Token': token }, signal });
    if (!answer.ok) return hear({ end: await answer.text() });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part; !(part = await reader.read()).done;) {
      const records = (rest + part.value).split('\n');
      rest = records.pop();
      records.filter(Boolean).forEach((record) => hear(JSON.parse(record)));
    }
  }

  // What stands below the commands: how the run goes, what it prints, and how that differs.
  function panel(name, language) {
    const state = make('span', { className: 'state', role: 'status' });
    const log = make('pre', { className: 'transcript', role: 'log', tabIndex: 0, ariaLabel: `What ${name} prints here` });
    const compared = make('div', { className: 'compared', role: 'group', tabIndex: 0, ariaLabel: `${name}, recorded and here`, hidden: true });
    const section = make('section', { className: `run ${language}`, role: 'group', ariaLabel: `${name}, run here` },
      make('p', { className: 'label' }, `${name}, here`), make('p', {}, state), log, compared);
    let where = '';
    const verdict = (rows) => {
      if (!rows) return '';
      const count = rows.filter(([before, now]) => before !== now).length;
      if (!count) return ', as recorded';
      compared.replaceChildren(table(rows));
      compared.hidden = false;
      if (document.activeElement === log) compared.focus();
      log.hidden = true;
      return `, ${count} ${count === 1 ? 'line' : 'lines'} not as recorded`;
    };
    const hear = (record) => {
      if (record.by) where = ` (${record.by}${record.virtual ? ', on a clock that skips the waits' : ''})`;
      if (record.state) state.textContent = `${record.state}…${where}`;
      if (record.print) {
        const isLow = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
        record.print.split(/(?<=\n)/).forEach((text) => log.append(...line(text)));
        if (isLow) log.scrollTop = log.scrollHeight;
      }
      if (record.end) state.textContent = `${record.end}${verdict(record.rows)}${where}`;
    };
    const clear = () => {
      log.replaceChildren();
      log.hidden = false;
      compared.hidden = true;
      where = '';
      state.textContent = 'starting…';
    };
    return { section, hear, clear };
  }

  document.querySelectorAll('.pair[data-program]').forEach((pair) => {
    const runs = make('div', { className: 'runs', hidden: true });
    const buttons = make('div', { className: 'here' });
    pair.querySelectorAll('.pane').forEach((pane) => {
      const language = pane.classList.contains('rust') ? 'rust' : 'python';
      const name = { python: 'Python', rust: 'Rust' }[language];
      const { section, hear, clear } = panel(name, language);
      const button = make('button', { type: 'button', className: language }, `Run ${name} here`);
      let run = null;
      button.addEventListener('click', async () => {
        if (run) return run.abort();
        run = new AbortController();
        button.textContent = `Stop ${name}`;
        button.classList.add('running');
        runs.hidden = false;
        if (!section.parentElement) runs[language === 'python' ? 'prepend' : 'append'](section);
        clear();
        let isEnded = false;
        const note = (record) => { isEnded ||= 'end' in record; hear(record); };
        try { await ask(pair.dataset.program, language, run.signal, note); } catch { /* said below */ }
        if (!isEnded) hear({ end: run.signal.aborted ? 'stopped' : 'the server has ended; start `cargo book` again' });
        run = null;
        button.textContent = `Run ${name} here`;
        button.classList.remove('running');
      });
      addEventListener('pagehide', () => run?.abort());
      buttons.append(button);
    });
    const bar = pair.querySelector('.bar');
    bar.querySelector('p').after(buttons);
    bar.after(runs);
  });
})();
