// Python for the programs of a page, and for the answers to its exercises: one interpreter, one after the
// other. MIT OR Apache-2.0.
import { loadPyodide, version } from './pyodide/pyodide.mjs';

// How many bytes are loaded, unpacked; theme/python/browser.py and its like are next to nothing.
const SIZE = 12_262_932;
const CACHE = `pyodide ${version}`;
const HARNESS = ['browser.py', 'virtual_clock.py', 'exam.py', 'judge.py'];
const RECORDER = ['trace.py', 'trace_curio.py', 'trace_toy_loop.py', 'trace_trio.py'];

const ask = fetch.bind(self);
const text = async (name) => (await ask(new URL(name, import.meta.url))).text();

// What Pyodide loads is kept, for it is large and does not change; how far it is, is told.
let loaded = 0;
async function kept(address, options) {
  const cache = await self.caches?.open(CACHE);
  let answer = await cache?.match(address);
  if (!answer) {
    answer = await ask(address, options);
    if (answer.ok) cache?.put(address, answer.clone()).catch(() => { /* no room */ });
  }
  const told = new TransformStream({
    transform(chunk, next) {
      loaded += chunk.length;
      postMessage({ state: `loading Python, ${Math.min(100, Math.floor((100 * loaded) / SIZE))} %` });
      next.enqueue(chunk);
    },
  });
  return new Response(answer.body.pipeThrough(told), answer);
}

const last = (record) => postMessage({ ...record, isLast: true });

// Ends the run from within: the page ends this worker.
function stop(record) {
  last({ ...record, isOver: true });
  for (;;);
}

async function load() {
  postMessage({ state: 'loading Python' });
  self.fetch = kept;
  for (const name of await self.caches?.keys() ?? []) {
    if (name.startsWith('pyodide ') && name !== CACHE) await caches.delete(name);
  }
  const [modules, checks, traced, ...harness] =
    await Promise.all(['modules.json', 'checks.json', 'traced.json', ...HARNESS].map(text));
  const python = await loadPyodide({ indexURL: new URL('pyodide/', import.meta.url).href });
  self.fetch = ask;
  python.FS.mkdir('/harness');
  HARNESS.forEach((name, i) => python.FS.writeFile(`/harness/${name}`, harness[i]));
  python.runPython('import sys; sys.path.insert(0, "/harness")');
  const browser = python.pyimport('browser');
  return { python, browser, modules: JSON.parse(modules), checks: JSON.parse(checks), traced: JSON.parse(traced) };
}

const print = (words) => postMessage({ print: words });
const point = (mark) => { if (mark) postMessage({ mark: { line: mark[0], text: mark[1] } }); };

// Runs an edited program once more, under its recorder, and says why it prints other lines. What that needs is
// loaded only now.
let recorder = null;
async function loadRecorder({ python }) {
  const files = await Promise.all(RECORDER.map(text));
  RECORDER.forEach((name, i) => python.FS.writeFile(`/harness/${name}`, files[i]));
  return import('./why.js');
}

async function tellWhy(here, { program, source, original }, proxies, printed) {
  const [{ why }, trace] = await Promise.all([recorder ??= loadRecorder(here), text(`traces/${program}.json`)]);
  postMessage({ isRecording: true });
  const [code, told] = here.browser.record(proxies[0], proxies[1], () => stop({})).toJs();
  return why({
    recorded: { text: original, trace, printed: here.browser.of_this_release(proxies[2]) },
    here: { text: source, told, failed: code !== 0, printed },
  });
}

async function run(here, message) {
  const { program, source, args, stdin, recorded, original } = message;
  const [chapter, name] = program.split('/');
  const { python, browser, modules, traced } = here;
  postMessage({ state: 'running', by: `Python ${browser.VERSION} in this page`, virtual: true });
  const of = [`${name}.py`, source, args, stdin && `${stdin}\n`];
  const proxies = [of, modules[chapter] ?? {}, recorded].map((it) => python.toPy(it));
  let printed = '';
  const tell = (words) => {
    printed += words;
    print(words);
  };
  const [code, mark, found] = browser.run(...proxies, tell, (words) => stop({ end: words })).toJs();
  point(mark);
  const rows = found?.map((row) => row.map((line) => line ?? null));
  const end = { end: `exit code ${code}`, rows };
  const isSame = rows?.every(([before, now]) => before === now);
  if (isSame || original === null || !traced.includes(program)) {
    last(end);
  } else {
    postMessage(end);
    // Where it cannot be worked out, nothing is said.
    await tellWhy(here, message, proxies, printed).then(last, () => last({ isOver: true }));
  }
  proxies.forEach((proxy) => proxy.destroy());
}

const failing = (says) => ({ end: 'it does not pass yet', holds: false, says });

function check({ python, browser, modules, checks }, { exercise, answer }) {
  postMessage({ state: 'checking' });
  const files = { ...modules[exercise.split('/')[0]], 'answer.py': answer, 'check.py': checks[exercise] };
  let verdict;
  try {
    verdict = browser.check(python.toPy(files), print, (says) => stop(failing(says))).toJs();
  } catch {
    // It has left the interpreter, which is of no use any more.
    return last({ ...failing('It ends the program before the check is through.'), isOver: true });
  }
  const [says, mark] = verdict;
  point(mark);
  last(says === undefined ? { end: 'it passes', holds: true } : failing(says));
}

let loading = null;
self.onmessage = async ({ data }) => {
  let here;
  try {
    here = await (loading ??= load());
  } catch (error) {
    return last({ end: `Python cannot be loaded: ${error.message}`, isOver: true });
  }
  if (data.exercise) check(here, data); else await run(here, data);
};
