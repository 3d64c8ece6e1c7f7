// The search: loaded with its index when it is first opened. MIT OR Apache-2.0.
// MiniSearch ranks by words (theme/minisearch.js). This file says what a reader may mean by a word, prefers titles
// that say it, and shows what was found.
(() => {
  'use strict';
  const FIELDS = { title: 6, names: 4, page: 2, text: 1 };
  const SHOWN = 12;
  // Titles that many pages have.
  const DULL = /question|^Then and now$|^The pages$/;
  const root = document.documentElement.dataset.root;
  const input = document.getElementById('search-input');
  const list = document.getElementById('search-results');
  const status = document.getElementById('search-status');
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const { pages, rows, words, synonyms } = window.searchIndex;
  const engine = load();

  // The index in the form that MiniSearch writes and reads.
  function load() {
    const names = Object.keys(FIELDS);
    const lengths = rows.map(() => names.map(() => 0));
    const index = Object.entries(words).map(([word, fields]) => {
      const found = {};
      fields.forEach((steps, field) => {
        if (!steps.length) return;
        const here = found[field] = {};
        let row = 0;
        for (const step of steps) {
          row += step;
          here[row] = 1;
          lengths[row][field] += 1;
        }
      });
      return [word, found];
    });
    return MiniSearch.loadJS({
      documentCount: rows.length,
      nextId: rows.length,
      documentIds: rows.map((_, row) => row),
      fieldIds: Object.fromEntries(names.map((name, field) => [name, field])),
      fieldLength: lengths,
      averageFieldLength: names.map((_, field) => lengths.reduce((sum, one) => sum + one[field], 0) / rows.length),
      storedFields: {},
      dirtCount: 0,
      index,
      serializationVersion: 2,
    }, { fields: names, tokenize: (text) => [text], processTerm: (word) => word });
  }

  const known = (word) => Object.hasOwn(words, word);
  const spread = (word) => (known(word) ? Math.max(...words[word].map((steps) => steps.length)) : 0);
  // A word that stands nearly everywhere tells no row from another.
  const isCommon = (word) => spread(word) > rows.length / 8;

  // As `words_of` of press/src/search.rs, which adds the parts of names.
  const split = (text) => text.toLowerCase().split(/[^\p{Alphabetic}\p{N}_]+/u)
    .map((word) => word.replace(/^_+|_+$/g, '')).filter((word) => word.length > 1);

  // How a word begins without its ending: `cancelling` as `cancelled`.
  function stem(word) {
    const [, start] = word.match(/^(.{4,}?)(?:ations?|ings?|ed|es|s|e)$/) || [];
    return start ? start.replace(/([b-df-hj-np-tv-z])\1$/, '$1') : word;
  }

  // What a word was meant to be that the book does not have: two letters in each other's place, or the nearest.
  function corrected(word) {
    const swapped = [...word].slice(1).map((sign, at) => word.slice(0, at) + sign + word[at] + word.slice(at + 2));
    const meant = swapped.filter(known);
    if (meant.length || word.length < 4) return meant;
    const near = engine.search(word, { fuzzy: word.length < 6 ? 1 : 2 });
    const terms = [...new Set(near.flatMap((row) => row.terms))];
    const worth = (term) => spread(term) * (term[0] === word[0] ? 10 : 1) / (1 + Math.abs(term.length - word.length));
    return terms.sort((a, b) => worth(b) - worth(a)).slice(0, 1);
  }

  // The words in the units that mean one thing, each with its meanings: itself, the book's words for it, and
  // another spelling. What was read as another word is noted.
  function units(asked, read) {
    const found = [];
    for (let at = 0; at < asked.length;) {
      const length = [3, 2].find((count) => Object.hasOwn(synonyms, asked.slice(at, at + count).join(' '))) || 1;
      const unit = asked.slice(at, at + length);
      const meanings = [unit, ...(synonyms[unit.join(' ')] || []).map(split)];
      if (meanings.length === 1 && !engine.search(stem(unit[0]), { prefix: true }).length) {
        const meant = corrected(unit[0]);
        if (meant.length) read.push([unit[0], meant[0]]);
        meanings.push(...meant.map((word) => [word]));
      }
      found.push(meanings);
      at += length;
    }
    return found;
  }

  const one = (word, boost) => ({
    queries: [word],
    prefix: word.length > 2,
    weights: { fuzzy: .3, prefix: .8 },
    boost: Object.fromEntries(Object.entries(FIELDS).map(([name, by]) => [name, by * boost])),
  });
  const allOf = (meaning, boost) => ({
    combineWith: 'AND',
    queries: meaning.map((word) => (stem(word) === word ? one(word, boost)
      : { combineWith: 'OR', queries: [one(word, boost), one(stem(word), boost * .6)] })),
  });
  const anyOf = (meanings) => ({
    combineWith: 'OR',
    queries: meanings.map((meaning, i) => allOf(meaning, i ? .8 : 1)),
  });

  // How much more a row is worth whose title says what was asked; a page is worth more than its part.
  function worth([, fragment, title], asked, parts) {
    const said = split(title);
    const says = (meaning) => meaning.filter((word) => said.some((other) => other.startsWith(stem(word)))).length
      / (meaning.length || 1);
    const hits = parts.reduce((sum, meanings) => sum
      + Math.max(...meanings.map((meaning, i) => says(meaning) * (i ? .9 : 1))), 0) / parts.length;
    const plain = (some) => ` ${some.join(' ')} `;
    return (1 + 2 * hits * hits) * (plain(said).includes(plain(asked)) ? 2 : 1)
      * (fragment ? 1 : 1.3) * (DULL.test(title) ? .4 : 1);
  }

  function search(text) {
    const asked = split(text);
    const read = [];
    const parts = units(asked, read);
    const isTelling = (meanings) => meanings.length > 1 || !isCommon(meanings[0][0]);
    const telling = parts.filter(isTelling);
    const queries = (telling.length ? telling : parts).map(anyOf);
    let found = engine.search({ combineWith: 'AND', queries });
    if (found.length < 3) {
      const more = engine.search({ combineWith: 'OR', queries });
      found = [...found, ...more.filter((row) => !found.some((other) => other.id === row.id))];
    }
    found.forEach((row) => { row.score *= worth(rows[row.id], asked, parts); });
    return { found: found.sort((a, b) => b.score - a.score), read };
  }

  // The words that were looked for are marked, whole.
  function marked(text, terms) {
    const parts = text.split(/([\p{Alphabetic}\p{N}_]+)/u);
    return parts.map((part) => (terms.has(part.toLowerCase()) ? make('mark', {}, part) : part));
  }

  function show() {
    list.replaceChildren();
    if (!split(input.value).length) {
      status.textContent = '';
      return;
    }
    const { found, read } = search(input.value);
    for (const { id, terms } of found.slice(0, SHOWN)) {
      const [page, fragment, title, line] = rows[id];
      const [address, name] = pages[page];
      const matched = new Set(terms);
      list.append(make('li', {},
        make('a', { href: root + address + (fragment && `#${fragment}`) }, ...marked(title, matched)),
        ...(fragment ? [make('span', { className: 'where' }, name)] : []),
        ...(line ? [make('span', { className: 'line' }, ...marked(line, matched))] : [])));
    }
    const count = Math.min(found.length, SHOWN);
    status.textContent = (count ? `${count} of ${found.length} places.` : 'Nothing is found. Try fewer words, or another name.')
      + read.map(([word, meant]) => ` “${word}” is not in the book; this is for “${meant}”.`).join('');
  }

  input.addEventListener('input', show);
  show();
})();
