// What the reader has read, where to go on, and which track is followed. All of it stays in this browser.
// MIT OR Apache-2.0.
(() => {
  'use strict';
  const KEY = 'reading';
  const main = document.getElementById('content');
  const list = [...document.querySelectorAll('#sidebar .chapter a')].filter((link) => !link.closest('.sections'));
  if (!main || !list.length) return;
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // A page is kept by its way from the book's first folder; the book's first address is its first page.
  const root = new URL(document.documentElement.dataset.root || './', document.baseURI).href;
  const name = (url) => url.split(/[#?]/)[0].slice(root.length).replace(/(^|\/)$/, '$1index.html');
  const pages = new Map(list.map((link) => [name(link.href), link]));
  const first = name(list[0].href);
  const here = name(location.href) === 'index.html' ? first : name(location.href);
  const isHome = here === first;

  // What is kept may be forbidden, gone, or of another version of the book.
  function kept() {
    let it = null;
    try { it = JSON.parse(localStorage.getItem(KEY)); } catch { /* forbidden, or no JSON */ }
    const texts = (some) => (Array.isArray(some) ? some.filter((text) => typeof text === 'string') : []);
    const last = it?.last && typeof it.last.page === 'string' ? it.last : null;
    return {
      read: new Set(texts(it?.read).filter((page) => pages.has(page))),
      guessed: new Set(texts(it?.guessed)),
      solved: new Set(texts(it?.solved)),
      last: last && pages.has(last.page) ? last : null,
      track: typeof it?.track === 'string' ? it.track : '',
    };
  }
  // Other windows may have kept something meanwhile.
  function change(how) {
    const it = kept();
    how(it);
    const [read, guessed, solved] = [it.read, it.guessed, it.solved].map((some) => [...some]);
    const { last, track } = it;
    try {
      localStorage.setItem(KEY, JSON.stringify({ read, guessed, solved, last, track }));
    } catch { /* forbidden, or full */ }
    show();
  }

  // ---- in the contents, and on the page ----

  const said = make('span', {});
  const button = make('button', { type: 'button' });
  button.addEventListener('click', () => change((it) => { if (!it.read.delete(here)) it.read.add(here); }));

  function show() {
    const it = kept();
    for (const [page, link] of pages) link.classList.toggle('read', it.read.has(page));
    all('#sidebar .fold').forEach((fold) => {
      const item = fold.closest('li');
      const links = all('.chapter-link-wrapper a', item);
      const count = links.filter((link) => it.read.has(name(link.href))).length;
      const chapter = links[0].textContent;
      fold.setAttribute('aria-label', `Pages of ${chapter}${count ? `, ${count} of ${links.length} read` : ''}`);
      fold.dataset.count = count ? `${count}/${links.length}` : '';
    });
    said.textContent = it.read.has(here) ? 'You have read this page. ' : '';
    button.textContent = it.read.has(here) ? 'Mark it as unread' : 'Mark this page as read';
    tracks(it);
    showSolved(it);
    if (isHome) goOn(it);
  }

  // ---- the page that is read, and how far ----

  function follow() {
    main.append(make('p', { className: 'done' }, said, button));
    const heads = all('.outline a').map((link) => document.getElementById(link.hash.slice(1))).filter(Boolean);
    const keep = () => {
      const passed = heads.filter((head) => head.getBoundingClientRect().top < innerHeight / 2).pop();
      const section = passed && passed.id !== 'proofs' ? { id: passed.id, title: passed.textContent } : null;
      change((it) => { it.last = { page: here, section }; });
    };
    // A page of the reference is looked up on the way.
    if (!here.startsWith('reference/')) {
      keep();
      addEventListener('pagehide', keep);
      document.addEventListener('visibilitychange', () => { if (document.hidden) keep(); });
    }
    show();
    // Whoever scrolls to the end of the text has read it; the proofs come after that.
    const end = document.querySelector('.tracks') || document.getElementById('proofs') || main.lastElementChild;
    const look = () => {
      if (end.getBoundingClientRect().top > innerHeight) return;
      removeEventListener('scroll', look);
      change((it) => { it.read.add(here); });
    };
    if (kept().read.has(here)) return;
    addEventListener('scroll', look, { passive: true });
    if (document.documentElement.scrollHeight <= innerHeight) look();
  }

  // ---- tracks ----

  // The list of pages below the heading of a track.
  function trackList(heading) {
    let list = heading;
    do list = list.nextElementSibling; while (list && !/^(OL|H\d)$/.test(list.tagName));
    return list?.tagName === 'OL' ? list : null;
  }

  const pageOf = (item) => name(item.querySelector('a')?.href || '');

  function tracks(it) {
    const on = all('.on-track');
    const followed = on.find((nav) => nav.dataset.track === it.track);
    on.forEach((nav) => { nav.hidden = Boolean(followed) && nav !== followed; });
    all('.track').forEach((heading) => {
      const list = trackList(heading);
      if (!list) return;
      all('li', list).forEach((item) => item.classList.toggle('read', it.read.has(pageOf(item))));
    });
  }

  document.addEventListener('click', (e) => {
    const link = e.target.closest('main a[href]');
    if (!link) return;
    const on = link.closest('.on-track')?.dataset.track;
    const heading = all('.track').find((one) => trackList(one)?.contains(link));
    const track = on || heading?.id;
    if (track) change((it) => { it.track = track; });
  });

  // ---- the first page: where to go on ----

  function goOn({ read, last, guessed, solved, track }) {
    document.querySelector('.go-on')?.remove();
    if (!last || last.page === first) return;
    const order = [...pages.keys()];
    const isRead = read.has(last.page);
    // After a page that is read, the next that is not: of the track that is followed, or of the book.
    const onTrack = all('.track').filter((heading) => heading.id === track).map(trackList)
      .flatMap((list) => (list ? all('li', list).map(pageOf) : []));
    const way = onTrack.includes(last.page) ? onTrack : order;
    const next = isRead ? way.slice(way.indexOf(last.page) + 1).find((page) => !read.has(page)) : last.page;
    const target = pages.get(next);
    const section = !isRead && last.section && typeof last.section.title === 'string' ? last.section : null;
    const link = target && make('a', { href: target.href + (section ? `#${section.id}` : '') }, target.textContent);
    const forget = make('button', { type: 'button' }, 'Forget this');
    forget.addEventListener('click', () => {
      change((it) => { [it.read, it.guessed, it.solved].forEach((some) => some.clear()); it.last = null; it.track = ''; });
      main.focus();
    });
    const count = [`You have read ${read.size} of ${order.length - 1} pages`];
    if (guessed.size) count.push(`put the lines of ${guessed.size === 1 ? 'one program' : `${guessed.size} programs`} in order`);
    const answered = new Set([...solved].map((key) => key.split(' ')[0])).size;
    if (answered) count.push(`solved ${answered === 1 ? 'one exercise' : `${answered} exercises`}`);
    const box = make('nav', { className: 'go-on', ariaLabel: 'Go on' },
      make('p', {}, ...(link ? ['Go on with ', link, ...(section ? [`: ${section.title}`] : [])] : ['You have come to the end']), '.'),
      make('p', {}, new Intl.ListFormat('en').format(count), '. This is kept in your browser only. ', forget));
    (main.querySelector('.outline, .kick') || main.querySelector('h1')).after(box);
  }

  // ---- exercises ----

  const exercises = all('.pair[data-exercise]').map((pair) => {
    const said = make('p', { className: 'solved' });
    pair.querySelector('.bar').append(said);
    pair.addEventListener('solved', ({ detail }) => change((it) => { it.solved.add(`${pair.dataset.exercise} ${detail}`); }));
    return [said, pair.dataset.exercise];
  });

  function showSolved(it) {
    for (const [said, exercise] of exercises) {
      const names = ['Python', 'Rust'].filter((name) => it.solved.has(`${exercise} ${name}`));
      said.textContent = names.length ? `Solved in ${names.join(' and in ')}` : '';
    }
  }

  // ---- predictions ----

  function predictions() {
    all('.predict[data-order]').forEach((details) => {
      const box = details.parentElement.querySelector('.guess');
      const verdict = details.parentElement.querySelector('.verdict');
      const pair = details.closest('.pair');
      if (!box || !verdict || !pair) return;
      const key = `${pair.dataset.program} ${all('.predict[data-order]', pair).indexOf(details)}`;
      details.addEventListener('solved', () => change((it) => { it.guessed.add(key); }));
      if (!kept().guessed.has(key)) return;
      const again = make('button', { type: 'button', className: 'check again' }, 'Put them in order again');
      const note = make('p', { className: 'verdict' }, 'You have put these lines in order before. ', again);
      again.addEventListener('click', () => {
        note.remove();
        details.open = false;
        box.hidden = false;
        box.querySelector('button').focus();
      });
      box.hidden = true;
      details.open = true;
      verdict.after(note);
    });
  }

  predictions();
  if (pages.has(here) && !isHome) follow(); else show();
  addEventListener('storage', (e) => { if (e.key === KEY) show(); });
})();
