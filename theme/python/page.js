// Runs Python in the page itself, and checks answers in Python there: Pyodide, in a worker. Only a book that is
// built with Pyodide's files has this script; theme/run.js has the buttons. MIT OR Apache-2.0.
(() => {
  'use strict';
  const home = document.currentScript.src;
  const LIMIT = 5000;
  let worker = null;
  let isBusy = false;
  // Ends what is still worked out of a program that has ended.
  let giveUp = () => {};

  // `key: value` lines at the start of a program's file.
  function header(text, key) {
    for (const line of text.split('\n')) {
      const [, name, value] = /^# (\w+): (.*)$/.exec(line) || [];
      if (!name) return null;
      if (name === key) return value;
    }
    return null;
  }

  // What is recorded of it: by the oldest Python that prints it, and by the newest.
  const transcripts = (pair) => [...pair.querySelectorAll('.prints > :is(.both, .python):not(.changed)')].map((print) =>
    [print.dataset.until ?? '', print.querySelector('.transcript').textContent]);

  // Has the worker do something. `late` is what is said if that does not end.
  function work(message, late, signal, hear) {
    if (isBusy) {
      hear({ end: 'Python runs another program of this page: stop that one, or wait until it ends' });
      return;
    }
    giveUp();
    isBusy = true;
    worker ??= new Worker(new URL('worker.js', home), { type: 'module' });
    return new Promise((done) => {
      let timer = 0;
      // A program that floods is shown in parts, or the page could not be used.
      let printed = '';
      let pause = 0;
      const flush = () => {
        clearTimeout(pause);
        pause = 0;
        if (printed) hear({ print: printed });
        printed = '';
      };
      let isOpen = true;
      // Hears no more of it. A worker that is still at it is of no use.
      const close = (isOver) => {
        clearTimeout(timer);
        isOpen = isBusy = false;
        giveUp = () => {};
        if (isOver) {
          worker?.terminate();
          worker = null;
        }
        done();
      };
      const end = (record, isOver) => {
        flush();
        hear(record);
        close(isOver);
      };
      const stop = (words) => (isBusy ? end({ end: words }, true) : close(true));
      signal.addEventListener('abort', () => { if (isOpen) stop('stopped'); });
      worker.onmessage = ({ data }) => {
        if (data.print) {
          printed += data.print;
          pause ||= setTimeout(flush, 30);
          return;
        }
        if (/^(running|checking)$/.test(data.state)) timer = setTimeout(() => end(late, true), LIMIT);
        if (data.isRecording) timer = setTimeout(() => close(true), LIMIT);
        if (data.isLast) return end(data, data.isOver);
        // Why it differs is worked out until something else is to be done.
        if ('end' in data) {
          clearTimeout(timer);
          flush();
          isBusy = false;
          giveUp = () => close(true);
        }
        hear(data);
      };
      worker.onerror = () => stop('Python cannot be loaded');
      worker.postMessage(message);
    });
  }

  function run({ pair, program, text, whole, original, first }, signal, hear) {
    const start = whole.indexOf(original);
    const source = text === null ? whole : whole.slice(0, start) + text + whole.slice(start + original.length);
    const lines = (text ?? original).split('\n').length;
    const message = {
      program, source, recorded: transcripts(pair), original: text === null ? null : whole,
      args: header(whole, 'args')?.split(/\s+/) ?? [], stdin: header(whole, 'stdin') ?? '',
    };
    return work(message, { end: `stopped after ${LIMIT / 1000} s` }, signal, (record) => {
      if (!record.mark) return hear(record);
      const line = record.mark.line - first + 1;
      if (line >= 1 && line <= lines) hear({ mark: { ...record.mark, line } });
    });
  }

  const check = ({ program, text }, signal, hear) => work({ exercise: program, answer: text }, {
    end: 'it does not pass yet', holds: false, says: `It does not end: after ${LIMIT / 1000} s it still computes.`,
  }, signal, hear);

  window.runner = {
    languages: ['python'],
    // What keeps a program from being run in a page, in words.
    lack: ({ pane, kind }) => pane.dataset.needs
      && `Python here needs ${pane.dataset.needs}, which a page does not have: ${kind.does} it by its command.`,
    run,
    check,
    gone: 'Python has ended',
  };
})();
