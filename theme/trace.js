// Steps through recorded runs. What each step shows stands in the page. MIT OR Apache-2.0.
(() => {
  'use strict';
  const all = (selector, from) => [...from.querySelectorAll(selector)];
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const ROWS = {
    clock: 'Clock', polled: 'Polled', ready: 'Ready queue', timers: 'Timers', sockets: 'Sockets', parked: 'Parked',
  };

  // One run: its sentence, its drawing's column, its lit line and its queues, as a column has them.
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
    const box = listing.closest('.listing') || listing;
    const lanes = section.querySelector('.lanes');
    const svg = lanes.querySelector('[data-grid]');
    const now = svg.querySelector('.now');
    const [column, band, height] = svg.dataset.grid.split(' ').map(Number);
    lanes.after(sentence, make('div', { className: 'view' }, box, state));

    const fill = (one, text) => {
      one.said = text;
      one.row.replaceChildren(...text.split('|').filter(Boolean).map((chip) => make('span', {}, chip)));
    };
    const say = (item) => sentence.replaceChildren(...item.cloneNode(true).childNodes);
    // As high as its longest text, so that nothing moves between two steps.
    const keep = (element) => {
      element.style.minHeight = 0;
      element.style.minHeight = `${element.offsetHeight}px`;
    };
    const reserve = () => {
      rows.forEach((one) => {
        fill(one, one.longest);
        keep(one.row);
      });
      say(items.reduce((a, b) => (b.textContent.length > a.textContent.length ? b : a)));
      keep(sentence);
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
      const x = (at % band) * column;
      const room = lanes.clientWidth - svg.previousElementSibling.clientWidth - column;
      now.setAttribute('transform', `translate(${x} ${Math.floor(at / band) * height})`);
      if (x < lanes.scrollLeft || x > lanes.scrollLeft + room) lanes.scrollLeft = x - room / 3;
    };
    let last = null;
    return {
      column: (e) => {
        if (!svg.contains(e.target)) return -1;
        const from = svg.getBoundingClientRect();
        return Math.floor((e.clientX - from.left) / column) + band * Math.floor((e.clientY - from.top) / height);
      },
      lanes,
      name: { python: 'Python', rust: 'Rust' }[language],
      reserve() {
        reserve();
        last = null;
      },
      // What is said of that column; nothing if this run has no step there.
      show(at) {
        let before = at;
        while (before >= 0 && !steps.has(before)) before -= 1;
        const item = steps.get(before);
        point(at);
        sentence.classList.toggle('still', before !== at);
        if (before !== at) sentence.textContent = `A step of ${other} alone.`;
        else say(item);
        if (item !== last) {
          light(item?.dataset.line);
          for (const one of rows) {
            const text = item?.dataset[one.name] || '';
            if (text !== one.said) fill(one, text);
          }
          last = item;
        }
        return before === at ? sentence.textContent : '';
      },
    };
  }

  function play(figure) {
    const { program, name } = figure.dataset;
    const sections = all('.world', figure);
    const count = Math.max(...all('.steps li', figure).map((item) => Number(item.dataset.at))) + 1;
    const runs = sections.map((section) => run(section, program));
    const slider = make('input', { type: 'range', min: 1, max: count, value: 1, ariaLabel: 'Step' });
    const where = make('output', {});
    const said = make('p', { className: 'vh', role: 'status' });
    let at = 0;
    const show = (to, silent) => {
      at = Math.min(Math.max(to, 0), count - 1);
      const words = runs.map((one) => one.show(at));
      slider.value = at + 1;
      where.value = slider.ariaValueText = `Step ${at + 1} of ${count}`;
      [0, 0, 1, 1].forEach((end, i) => {
        buttons[i].ariaDisabled = at === (end ? count - 1 : 0);
      });
      if (silent) return;
      const both = words.length > 1 && words[0] === words[1];
      said.textContent = both ? words[0] : words.map((text, i) =>
        text && `${runs[i].name}: ${text}`).join(' ');
    };
    const ways = { First: () => 0, Back: () => at - 1, Next: () => at + 1, Last: () => count - 1 };
    const buttons = Object.entries(ways).map(([label, way]) => {
      const button = make('button', { type: 'button' }, label);
      button.addEventListener('click', () => show(way()));
      return button;
    });
    const keys = {
      ArrowLeft: 'Back', ArrowDown: 'Back', ArrowRight: 'Next', ArrowUp: 'Next', Home: 'First', End: 'Last',
    };
    const bar = make('div', { className: 'stepper', role: 'group', ariaLabel: `Steps of ${name}` },
      ...buttons, slider, where);
    bar.addEventListener('keydown', (e) => {
      const way = ways[keys[e.key]];
      if (!way || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      e.stopPropagation();
      show(way());
    });
    slider.addEventListener('input', () => show(slider.value - 1));
    runs.forEach((one) => one.lanes.addEventListener('click', (e) => {
      const to = one.column(e);
      if (to >= 0) show(to);
    }));
    figure.prepend(bar, said);
    const settle = () => {
      runs.forEach((one) => one.reserve());
      show(at, true);
    };
    addEventListener('resize', settle);
    settle();
  }

  document.addEventListener('DOMContentLoaded', () => all('.trace', document).forEach(play));
})();
