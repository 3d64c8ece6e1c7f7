// Run, Edit, and what becomes of it, for the programs of a page; Check and Answer for its exercises. On a page
// that `cargo book` serves the server does it, on a published one Python in the page itself does.
// MIT OR Apache-2.0.
(() => {
  'use strict';
  const home = document.currentScript.src;
  const NAMES = { python: 'Python', rust: 'Rust' };
  const PROGRAM = { verb: 'Run', does: 'run', edit: 'Edit', yours: 'Your version' };
  const EXERCISE = { verb: 'Check', does: 'check', edit: 'Answer', yours: 'Your answer' };
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const press = (className, text, click) => {
    const button = make('button', { type: 'button', className }, text);
    button.addEventListener('click', click);
    return button;
  };
  // `code` in a sentence.
  const prose = (text) => text.split('`').map((part, i) => (i % 2 ? make('code', {}, part) : part));
  const time = (text) => make('span', { className: 'time' }, text);
  // A line, with its time as the transcripts of the page have it.
  const line = (text) => {
    const [, at, rest] = /^(\d+(?:\.\d+)? s)(  .*)$/s.exec(text) || [];
    return at ? [time(at), rest] : [text];
  };

  // The lines recorded and the lines of now, beside each other; the first that differ are marked.
  function table(rows, first) {
    const cell = (text, tag) => make('td', {}, ...(text === null ? [] : [make(tag, {}, ...line(text))]));
    const row = ([before, now], i) => make('tr', i === first ? { className: 'first' } : {}, ...(before === now
      ? [cell(before, 'span'), cell(now, 'span')] : [cell(before, 'del'), cell(now, 'ins')]));
    const heads = ['Recorded', 'Here'].map((head) => make('th', { scope: 'col' }, head));
    return make('table', {}, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows.map(row)));
  }

  // A reader's version, recorded and drawn: the figure that the server answers stands below the runs.
  function stepping(at, runner, editor, runs) {
    const { name } = at;
    const state = make('p', { className: 'state', role: 'status' });
    const place = make('div', {});
    const section = make('section', { className: 'stepped', role: 'group', ariaLabel: `${name}, your version, step by step` },
      make('p', { className: 'label' }, `${name}, your version, step by step`), state, place);
    let last = new AbortController();
    const show = (isRunning) => { button.textContent = isRunning ? 'Stop recording' : 'Step through it'; };
    const draw = (html) => {
      const drawn = make('template', { innerHTML: html }).content.firstElementChild;
      place.replaceChildren(drawn);
      drawn.dispatchEvent(new Event('trace', { bubbles: true }));
      state.textContent = '';
    };
    const button = press('', '', async () => {
      const isRunning = button.textContent.startsWith('Stop');
      last.abort();
      if (isRunning) return;
      if (editor.isForeign()) return editor.refuse();
      const step = last = new AbortController();
      show(true);
      runs.hidden = false;
      runs.after(section);
      place.replaceChildren();
      state.textContent = 'recording…';
      section.scrollIntoView({ block: 'nearest' });
      editor.begin();
      let isEnded = false;
      const hear = ({ state: words, print, mark, figure, end }) => {
        if (step !== last) return;
        if (words) state.textContent = `${words}…`;
        if (mark) editor.mark(mark);
        if (print) place.append(make('pre', { className: 'transcript', tabIndex: 0 }, print));
        if (figure) draw(figure);
        if (end) state.textContent = end;
        isEnded ||= Boolean(figure || end);
      };
      try { await runner.step({ ...at, text: editor.text() }, step.signal, hear); } catch { /* said below */ }
      if (!isEnded) hear({ end: step.signal.aborted ? 'stopped' : runner.gone });
      if (step === last) show(false);
    });
    show(false);
    addEventListener('pagehide', () => last.abort());
    return button;
  }

  // What stands below the commands: how the run goes, what it prints, and how that differs.
  function panel(name, language) {
    const state = make('span', { className: 'state', role: 'status' });
    const why = make('p', { className: 'why', role: 'status', hidden: true });
    const log = make('pre', { className: 'transcript', role: 'log', tabIndex: 0, ariaLabel: `What ${name} prints here` });
    const compared = make('div', { className: 'compared', role: 'group', tabIndex: 0, ariaLabel: `${name}, recorded and here`, hidden: true });
    const label = make('p', { className: 'label' });
    const section = make('section', { className: `run ${language}`, role: 'group', ariaLabel: `${name}, run here` },
      label, make('p', {}, state), why, log, compared);
    let where = '';
    const verdict = (rows) => {
      if (!rows) return '';
      const differing = rows.flatMap(([before, now], i) => (before === now ? [] : [i]));
      const [first] = differing;
      if (first === undefined) return ', as recorded';
      compared.replaceChildren(table(rows, first));
      compared.hidden = false;
      if (document.activeElement === log) compared.focus();
      log.hidden = true;
      compared.scrollTop = compared.querySelector('.first').offsetTop - 40;
      const count = differing.length;
      return `, ${count} ${count === 1 ? 'line' : 'lines'} not as recorded, the first is line ${first + 1}`;
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
      if (record.why) why.replaceChildren('Why: ', ...prose(record.why));
      if (record.says) why.replaceChildren(...prose(record.says));
      why.hidden = !why.textContent;
    };
    const clear = (whose) => {
      label.textContent = `${name}, ${whose}`;
      log.replaceChildren();
      log.hidden = false;
      compared.hidden = why.hidden = true;
      why.textContent = '';
      where = '';
      state.textContent = 'starting…';
    };
    return { section, hear, clear };
  }

  // A reader's versions are kept in this browser, one a program and language.
  const kept = {
    read: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    write(key, text) {
      try {
        if (text === null) localStorage.removeItem(key); else localStorage.setItem(key, text);
        return true;
      } catch {
        return false;
      }
    },
  };

  // A version in an address: packed, so that nothing of it is sent anywhere.
  const through = async (bytes, stream) =>
    new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  async function packed(text) {
    const bytes = await through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
    return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  }
  async function unpacked(words) {
    const bytes = Uint8Array.from(atob(words.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    return new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
  }

  // A listing, the file that it is of, which the page has where it is longer, and on which line of that it begins.
  function source(pair, pane, language) {
    const shown = pane.querySelector('.diff, pre');
    const lines = [...shown.querySelectorAll('code > :not(del)')].map((one) => one.textContent);
    const original = shown.matches('.diff') ? lines.join('').replace(/\n$/, '') : shown.textContent;
    const end = { python: '.py', rust: '.rs' }[language];
    const file = [...pair.querySelectorAll('.files p')].find((p) => p.textContent.endsWith(end));
    const whole = file?.nextElementSibling.querySelector('code').textContent ?? original;
    return { original, whole, first: whole.slice(0, Math.max(0, whole.indexOf(original))).split('\n').length };
  }

  // The editor of one listing: opened in its place, closed again, and what it holds.
  function editing({ pane, kind, program, language, name, original, first }, toggle) {
    const help = `Tab indents. Escape leaves the editor. Ctrl-Enter ${kind.does}s.`;
    const key = `edit:${program}:${language}`;
    const listing = pane.querySelector('.listing') || pane.querySelector('.diff, pre');
    const status = make('p', { className: 'state', role: 'status' });
    const marks = make('ul', { className: 'marks', hidden: true });
    const warning = make('p', { className: 'foreign', role: 'status' });
    const host = make('div', { className: 'sheet' });
    let editor = null;
    let isForeign = false;
    let blamed = [];

    const label = () => {
      open.textContent = kept.read(key) === null ? kind.edit : kind.yours;
      open.ariaLabel = `${open.textContent}, ${name}`;
    };
    const say = (words) => { if (status.textContent !== words) status.textContent = words; };
    const changed = (text, count) => {
      marks.hidden = true;
      if (isForeign) return;
      const isKept = kept.write(key, text === original ? null : text);
      const lines = `${count} ${count === 1 ? 'line' : 'lines'} changed`;
      say(text === original ? 'As in the book.' : `${lines}, ${isKept ? 'kept in this browser' : 'not kept: this browser does not allow it'}.`);
    };
    const own = () => {
      isForeign = false;
      warning.replaceChildren();
      changed(editor.text(), editor.count());
      editor.focus();
    };
    const warn = () => {
      const replaced = kept.read(key) === null ? '' : ' It would replace your own version.';
      warning.replaceChildren(`This version came with a link: someone else wrote it. Read it before you run it.${replaced} `,
        press('', 'I have read it: make it mine', own));
    };
    const copy = async (text, done) => {
      try { await navigator.clipboard.writeText(text); say(done); } catch { say('Not copied: this browser does not allow it.'); }
    };
    const link = async () => {
      const { origin, pathname } = location;
      await copy(`${origin}${pathname}#edit/${program}/${language}/${await packed(editor.text())}`,
        'Link copied. It holds your version; nothing was sent anywhere.');
    };
    const run = press('go', `${kind.verb} ${name}`, () => toggle());
    const bar = make('div', { className: 'tools', role: 'group', ariaLabel: `${kind.yours}, ${name}` }, run,
      press('', 'Reset', () => { editor.set(original); own(); }),
      press('', 'Copy', () => copy(editor.text(), 'Copied.')),
      press('', 'Copy link', link),
      press('', 'Close', () => close()));
    const box = make('div', { className: 'editor', hidden: true }, host, warning, bar, marks,
      make('p', { className: 'help' }, help), status);

    async function show(text, isLinked) {
      const { edit } = await import(new URL('edit/editor.js', home));
      if (editor) editor.set(text);
      else {
        const root = host.shadowRoot || host.attachShadow({ mode: 'open' });
        editor = edit({
          parent: root, text, original, language, firstLine: first, changed, run: () => toggle(),
          leave: () => run.focus(), label: `${name}, ${kind.yours.toLowerCase()}, ${program}`, help,
        });
      }
      box.hidden = false;
      pane.classList.add('editing');
      isForeign = isLinked;
      if (isForeign) warn(); else own();
    }
    function close() {
      editor.destroy();
      editor = null;
      isForeign = false;
      box.hidden = marks.hidden = true;
      pane.classList.remove('editing');
      label();
      open.focus();
    }
    const open = press('edit', '', () => show(kept.read(key) ?? original, false));
    label();
    listing.append(open);
    listing.after(box);
    return {
      run, show, program, language, pane,
      // The text to be run; null, if it is the book's. An answer counts though its editor is closed.
      text() {
        if (kind === EXERCISE) return editor?.text() ?? kept.read(key) ?? original;
        return editor && editor.text() !== original ? editor.text() : null;
      },
      isForeign: () => isForeign,
      refuse: () => warning.querySelector('button').focus(),
      begin() {
        marks.replaceChildren();
        marks.hidden = true;
        editor?.blame(blamed = []);
      },
      mark({ line: number, text }) {
        if (!editor) return;
        marks.append(make('li', {}, `Line ${number + first - 1}: ${text}`));
        marks.hidden = false;
        editor.blame(blamed = [...blamed, number]);
      },
    };
  }

  // The buttons of one listing, the one of the bar and the one of its editor, and the run that they start.
  function runnable(at, runner, runs) {
    const { kind, pair, language, name } = at;
    const { section, hear, clear } = panel(name, language);
    let last = new AbortController();
    let isRunning = false;
    const show = (is) => {
      isRunning = is;
      buttons.forEach((button, i) => {
        button.textContent = is ? `Stop ${name}` : `${kind.verb} ${name}${i === 0 && kind === PROGRAM ? ' here' : ''}`;
        button.classList.toggle('running', is);
      });
    };
    async function toggle() {
      const isStop = isRunning;
      last.abort();
      if (isStop) return;
      if (editor.isForeign()) return editor.refuse();
      const run = last = new AbortController();
      show(true);
      runs.hidden = false;
      if (!section.parentElement) runs[language === 'python' ? 'prepend' : 'append'](section);
      const text = editor.text();
      clear(text === null ? 'here' : kind.yours.toLowerCase());
      editor.begin();
      if (document.activeElement !== buttons[0]) section.scrollIntoView({ block: 'nearest' });
      let isEnded = false;
      // After its end, a run may still say why it differs.
      const note = (record) => {
        if (run !== last) return;
        if (record.mark) editor.mark(record.mark);
        hear(record);
        if (!('end' in record)) return;
        isEnded = true;
        show(false);
        if (record.holds) pair.dispatchEvent(new CustomEvent('solved', { detail: name }));
      };
      try { await runner[kind.does]({ ...at, text }, run.signal, note); } catch { /* said below */ }
      if (!isEnded) note({ end: run.signal.aborted ? 'stopped' : runner.gone });
    }
    const editor = editing(at, toggle);
    const buttons = [press(language, '', toggle), editor.run];
    if (runner.step && kind === PROGRAM) editor.run.after(stepping(at, runner, editor, runs));
    show(false);
    addEventListener('pagehide', () => last.abort());
    return { button: buttons[0], editor };
  }

  // A version in the address of this page is opened, and is another's until its reader has taken it.
  async function follow(editors) {
    const [, program, language, words] = /^#edit\/([^/]+\/[^/]+)\/(python|rust)\/([\w-]+)$/.exec(location.hash) || [];
    const editor = editors.find((it) => it.program === program && it.language === language);
    if (!editor) return;
    let text;
    try { text = await unpacked(words); } catch { return; }
    const tab = document.querySelector(`[role=tab][aria-controls="${editor.pane.id}"]`);
    if (editor.pane.hidden) tab?.click();
    await editor.show(text, true);
    editor.pane.scrollIntoView();
  }

  document.addEventListener('DOMContentLoaded', () => {
    const { runner } = window;
    if (!runner) return;
    const editors = [];
    document.querySelectorAll('.pair:is([data-program], [data-exercise])').forEach((pair) => {
      const { program, exercise } = pair.dataset;
      const kind = exercise ? EXERCISE : PROGRAM;
      if (!runner[kind.does]) return;
      const runs = make('div', { className: 'runs', hidden: true });
      const here = make('div', { className: 'here' });
      pair.querySelectorAll('.pane').forEach((pane) => {
        const language = pane.classList.contains('rust') ? 'rust' : 'python';
        const at = {
          pair, pane, kind, program: program ?? exercise, language, name: NAMES[language], ...source(pair, pane, language),
        };
        const lack = runner.lack?.(at);
        if (!runner.languages.includes(language)) return;
        if (lack) return here.append(make('p', { className: 'lack' }, lack));
        const { button, editor } = runnable(at, runner, runs);
        here.append(button);
        editors.push(editor);
      });
      if (!here.children.length) return;
      const bar = pair.querySelector('.bar');
      bar.querySelector('p').after(here);
      bar.after(runs);
    });
    follow(editors);
    addEventListener('hashchange', () => follow(editors));
  });
})();
