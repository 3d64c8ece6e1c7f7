// Makes editor.js of source.js, and LICENSE of the packages that are in it. `npm run editor`. MIT OR Apache-2.0.
import { build } from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';

const here = (name) => new URL(name, import.meta.url).pathname;
const options = {
  entryPoints: [here('source.js')], outfile: here('editor.js'), bundle: true, minify: true, format: 'esm',
  target: 'es2022', legalComments: 'none', metafile: true,
};
const { metafile } = await build({ ...options, write: false });
const folders = Object.keys(metafile.inputs).map((file) => /node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
const packages = [...new Set(folders)].filter(Boolean).sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`));
  return { title: `${name} ${version}`, license, text: readFileSync(`${folder}/LICENSE`, 'utf8').trim() };
});
const titles = packages.map(({ title }) => title).join(', ');
await build({ ...options, banner: { js: `/* ${titles}; their licences: LICENSE, beside this file */` } });
const texts = new Map();
for (const { title, text } of packages) texts.set(text, [...(texts.get(text) ?? []), title]);
const parts = [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
writeFileSync(here('LICENSE'), `What editor.js has of other people:\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`);
