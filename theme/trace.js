// Steps through recorded runs. What each step shows stands in the page. MIT OR Apache-2.0.
(() => {
  'use strict';
  const all = (selector, from) => [...from.querySelectorAll(selector)];
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const recall = (key) => { try { return localStorage.getItem(key) || ''; } catch { return ''; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* forbidden */ } };
  const ROWS = {
    clock: 'Clock', polled: 'Polled', ready: 'Ready queue', timers: 'Timers', sockets: 'Sockets', parked: 'Parked',
  };
  const NAMES = { python: 'Python', rust: 'Rust' };
  // Seconds a step.
  const PACES = [0.5, 1, 2, 4];
  // As in book.css: two runs stand beside each other.
  const wide = matchMedia('(min-width: 1280px)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const figures = [];
  // When the last addresses were written.
  let addresses = [];

  // One run: its sentence, its drawing's column, its lit line, its lines and its queues, as a column has them.
  function run(section, program) {
    const items = all('.steps li', section);
    const steps = new Map(items.map((item) => [Number(item.dataset.at), item]));
    const language = section.classList.contains('rust') ? 'rust' : 'python';
    const other = { python: 'Rust', rust: 'Python' }[language];
    const shown = document.querySelector(`#${program} .pane.${language} pre.code`);
    const listing = section.querySelector('pre') || shown.cloneNode(true);
    const marks = [listing, shown].filter(Boolean).map((pre) => {
      const mark = make('span', { className: 'at', ariaHidden: 'true', hidden: true });
      pre.querySelector('code').append(mark);
      return mark;
    });
    const sentence = make('p', { className: 'sentence' });
    const names = Object.keys(ROWS).filter((name) => items.some((item) => name in item.dataset));
    const rows = names.map((name) => {
      const texts = items.map((item) => item.dataset[name] || '');
      const longest = texts.reduce((a, b) => (b.length > a.length ? b : a));
      return { name, row: make('dd', {}), said: null, longest, label: make('dt', {}, ROWS[name]) };
    });
    const state = make('dl', { className: 'queues' }, ...rows.flatMap(({ label, row }) => [label, row]));
    // All lines are there from the start, so that nothing moves when one is printed.
    const lines = items.flatMap((item) => all('.out', item).map((out) =>
      ({ at: Number(item.dataset.at), line: make('li', {}, out.textContent) })));
    const printed = make('ol', { role: 'list', tabIndex: 0, ariaLabel: 'Printed so far' },
      ...lines.map(({ line }) => line));
    const output = make('div', { className: 'printed' }, make('p', { ariaHidden: true }, 'Printed'), printed);
    const box = listing.closest('.listing') || listing;
    const lanes = section.querySelector('.lanes');
    const svg = lanes.querySelector('[data-grid]');
    const now = svg.querySelector('.now');
    const [column, band, height] = svg.dataset.grid.split(' ').map(Number);
    lanes.after(sentence, make('div', { className: 'view' }, box, ...lines.length ? [output] : [], state));

    const fill = (one, text) => {
      one.said = text;
      one.row.replaceChildren(...text.split('|').filter(Boolean).map((chip) => make('span', {}, chip)));
    };
    const say = (item) => sentence.replaceChildren(...item.cloneNode(true).childNodes);
    // As high as its longest text, so that nothing moves between two steps.
    const hold = (element) => {
      element.style.minHeight = 0;
      element.style.minHeight = `${Math.ceil(element.getBoundingClientRect().height)}px`;
    };
    const light = (line) => marks.forEach((mark) => {
      mark.hidden = line === undefined;
      if (mark.hidden) return;
      mark.style.setProperty('--line', line);
      const pre = mark.closest('pre');
      if (pre !== listing) return;
      const top = mark.parentElement.offsetTop + mark.offsetTop;
      const hidden = top < pre.scrollTop || top + 2 * mark.offsetHeight > pre.scrollTop + pre.clientHeight;
      if (hidden) pre.scrollTop = top - pre.clientHeight / 3;
    });
    const point = (at) => {
      now.toggleAttribute('hidden', at < 0 || !items.length || at > items.at(-1).dataset.at);
      const x = (Math.max(at, 0) % band) * column;
      const room = lanes.clientWidth - svg.previousElementSibling.clientWidth - column;
      now.setAttribute('transform', `translate(${x} ${Math.floor(Math.max(at, 0) / band) * height})`);
      if (x < lanes.scrollLeft || x > lanes.scrollLeft + room) lanes.scrollLeft = x - room / 3;
    };
    const print = (at) => lines.forEach((one, i) => {
      const has = one.at <= at;
      if (one.has === has) return;
      one.has = has;
      one.line.classList.toggle('later', !has);
      const { offsetTop, offsetHeight } = one.line;
      if (has && !(lines[i + 1]?.at <= at)) printed.scrollTop = offsetTop + offsetHeight - printed.clientHeight;
    });
    let last = null;
    return {
      language,
      steps,
      lanes,
      column: (e) => {
        if (!svg.contains(e.target)) return -1;
        const from = svg.getBoundingClientRect();
        return Math.floor((e.clientX - from.left) / column) + band * Math.floor((e.clientY - from.top) / height);
      },
      choose(yes) {
        section.hidden = !yes;
        if (!yes) light();
        last = null;
      },
      reserve() {
        rows.forEach((one) => {
          fill(one, one.longest);
          hold(one.row);
        });
        const length = (item) => item.textContent.length - (item.querySelector('code')?.textContent.length || 0);
        say(items.reduce((a, b) => (length(b) > length(a) ? b : a)));
        hold(sentence);
        last = null;
      },
      // What is said of that column; nothing if this run has no step there.
      show(at) {
        let before = at;
        while (before >= 0 && !steps.has(before)) before -= 1;
        const item = steps.get(before);
        point(at);
        print(at);
        sentence.classList.toggle('still', before !== at || at < 0);
        if (at < 0) sentence.textContent = 'Before the first step.';
        else if (before !== at) sentence.textContent = `A step of ${other} alone.`;
        else say(item);
        if (item !== last) {
          light(item?.dataset.line);
          for (const one of rows) {
            const text = item?.dataset[one.name] || '';
            if (text !== one.said) fill(one, text);
          }
          last = item;
        }
        return at >= 0 && before === at ? sentence.textContent : '';
      },
    };
  }

  // Which languages are shown: those chosen, and one where there is no room for two.
  const chosen = () => recall('runs') || 'both';
  const isShown = (language) => {
    const one = chosen() === 'both' ? recall('language') || 'python' : chosen();
    return (wide.matches && chosen() === 'both') || language === one;
  };

  function play(figure) {
    const { program, name } = figure.dataset;
    const runs = all('.world', figure).map((section) => run(section, program));
    const items = all('.steps li', figure);
    // The address of a step leads to the stepper, not into the list below it.
    items.forEach((item) => item.removeAttribute('id'));
    const count = Math.max(...items.map((item) => Number(item.dataset.at))) + 1;
    const slider = make('input', { type: 'range', min: 1, max: count, value: 1, ariaLabel: 'Step' });
    const where = make('output', {});
    const said = make('p', { className: 'vh', role: 'status' });
    let seen = runs;
    let stops = [];
    let at = -1;
    let timer = 0;

    const next = () => stops.find((stop) => stop > at) ?? at;
    const back = () => stops.findLast((stop) => stop < at) ?? at;
    const ways = { First: () => stops[0], Back: back, Next: next, Last: () => stops.at(-1) };
    const series = { Back: 'by one', Next: 'by one' };
    const show = (to, silent) => {
      at = to;
      const words = seen.map((one) => one.show(at));
      slider.value = at + 1;
      where.value = slider.ariaValueText = at < 0 ? `${count} steps` : `Step ${at + 1} of ${count}`;
      [stops[0], stops[0], stops.at(-1), stops.at(-1)].forEach((end, i) => {
        buttons[i].ariaDisabled = at === end || (i === 1 && at < 0);
      });
      if (silent) return;
      const both = words.length > 1 && words[0] === words[1];
      said.textContent = both ? words[0] : words.map((text, i) =>
        text && (seen.length > 1 ? `${NAMES[seen[i].language]}: ${text}` : text)).join(' ');
    };

    // The address of a step. Steps one after the other are one entry of the browser's history.
    let due = 0;
    const note = (way) => {
      clearTimeout(due);
      const stepped = `${figure.id} ${way}`;
      const write = () => {
        const goesOn = way && history.state?.stepped === stepped;
        history[goesOn ? 'replaceState' : 'pushState']({ stepped }, '', `#${figure.id}-${at + 1}`);
      };
      // A browser takes two hundred in half a minute.
      const now = performance.now();
      const wait = (addresses[0] ?? 0) + 30000 - now;
      if (addresses.length < 150 || wait < 0) {
        addresses = [...addresses.slice(-149), now];
        write();
      } else {
        due = setTimeout(note, wait, way);
      }
    };
    const go = (to, way) => {
      pause();
      const before = at;
      show(to);
      if (at !== before) note(way);
    };

    const buttons = Object.entries(ways).map(([label, way]) => {
      const button = make('button', { type: 'button' }, label);
      button.addEventListener('click', () => go(way(), series[label]));
      return button;
    });
    const start = make('button', { type: 'button', className: 'play' }, 'Play');
    const pace = make('select', { ariaLabel: 'Pace' }, ...PACES.map((seconds) =>
      make('option', { value: seconds, selected: seconds === Number(recall('pace') || 2) }, `every ${seconds} s`)));
    const later = () => { timer = setTimeout(tick, pace.value * 1000); };
    const tick = () => {
      show(next(), true);
      note('by one');
      if (at === stops.at(-1)) pause(); else later();
    };
    function pause() {
      if (!timer) return;
      clearTimeout(timer);
      timer = 0;
      start.textContent = 'Play';
      show(at);
    }
    start.addEventListener('click', () => {
      if (timer) {
        pause();
        return;
      }
      figures.forEach((one) => one.pause());
      if (at === stops.at(-1)) at = -1;
      start.textContent = 'Pause';
      timer = 1;
      tick();
    });
    pace.addEventListener('change', () => {
      keep('pace', pace.value);
      if (!timer) return;
      clearTimeout(timer);
      later();
    });
    const calm = () => {
      start.hidden = pace.hidden = still.matches;
      if (still.matches) pause();
    };

    const keys = {
      ArrowLeft: 'Back', ArrowDown: 'Back', ArrowRight: 'Next', ArrowUp: 'Next', Home: 'First', End: 'Last',
    };
    const bar = make('div', { className: 'stepper', role: 'group', ariaLabel: `Steps of ${name}` },
      ...buttons, start, slider, where, pace);
    bar.addEventListener('keydown', (e) => {
      const label = keys[e.key];
      if (e.key === 'Escape') pause();
      if (!label || e.target === pace || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      e.stopPropagation();
      go(ways[label](), series[label]);
    });
    slider.addEventListener('input', () => {
      const to = slider.value - 1;
      go(stops.findLast((stop) => stop <= to) ?? stops[0], 'by slider');
    });
    runs.forEach((one) => one.lanes.addEventListener('click', (e) => {
      const to = one.column(e);
      if (to >= 0) go(Math.min(to, count - 1));
    }));

    const which = make('div', { className: 'which', role: 'group', ariaLabel: 'Languages' });
    const languages = runs.map((one) => one.language).concat('both').map((language) => {
      const button = make('button', { type: 'button', className: language }, NAMES[language] || 'Both');
      button.addEventListener('click', () => {
        const before = button.getBoundingClientRect().top;
        keep('runs', language);
        figures.forEach((one) => one.choose());
        scrollBy({ top: button.getBoundingClientRect().top - before, behavior: 'instant' });
      });
      which.append(button);
      return button;
    });

    const choose = () => {
      const some = runs.filter((one) => isShown(one.language));
      seen = some.length ? some : runs;
      runs.forEach((one) => one.choose(seen.includes(one)));
      stops = Array.from({ length: count }, (_, i) => i).filter((i) => seen.some((one) => one.steps.has(i)));
      languages.forEach((button) => {
        const isOn = button.className === (seen.length > 1 ? 'both' : seen[0].language);
        button.ariaPressed = isOn;
        button.hidden = button.className === 'both' && !wide.matches;
      });
      seen.forEach((one) => one.reserve());
      show(stops.findLast((stop) => stop <= at) ?? -1, true);
    };
    figure.querySelector('.worlds').before(...runs.length > 1 ? [which] : [], bar, said);
    addEventListener('resize', choose);
    still.addEventListener('change', calm);
    document.addEventListener('visibilitychange', pause);
    calm();
    choose();
    figures.push({
      choose,
      pause,
      // Goes to the step of an address. Before the first, if the reader goes back to where the page had none.
      restore(comes) {
        const [, id, step] = location.hash.match(/^#(.+)-(\d+)$/) || [];
        const isOurs = id === figure.id && step >= 1 && step <= count;
        if (!isOurs && (location.hash || at < 0)) return;
        clearTimeout(due);
        pause();
        if (!isOurs) {
          show(-1, true);
          return;
        }
        const one = runs.find(({ steps }) => steps.has(step - 1));
        if (!seen.some(({ steps }) => steps.has(step - 1))) {
          keep('runs', one.language);
          figures.forEach((other) => other.choose());
        }
        show(step - 1, true);
        all('.steps', figure).forEach((list) => { if (comes) list.open = false; });
        const { top, bottom } = bar.getBoundingClientRect();
        if (comes || top < 0 || bottom > innerHeight) figure.scrollIntoView({ behavior: 'instant' });
      },
    });
  }

  const restore = (comes) => figures.forEach((figure) => figure.restore(comes));
  document.addEventListener('DOMContentLoaded', () => {
    all('.trace', document).forEach(play);
    restore(true);
  });
  addEventListener('popstate', () => restore(false));
  // A figure that was made later says so.
  document.addEventListener('trace', (e) => play(e.target));
})();
