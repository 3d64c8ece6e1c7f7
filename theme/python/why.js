// Says why an edited program prints other lines: as JSON, asks the program of press/told/src/bin/why.rs.
// MIT OR Apache-2.0.
import { File, OpenFile, WASI } from './wasi/index.js';

const program = fetch(new URL('why.wasm', import.meta.url)).then((answer) => answer.arrayBuffer()).then(WebAssembly.compile);

export async function why(asked) {
  const answer = new File([]);
  const question = new File(new TextEncoder().encode(JSON.stringify(asked)));
  const wasi = new WASI([], [], [question, answer].map((file) => new OpenFile(file)));
  wasi.start(await WebAssembly.instantiate(await program, { wasi_snapshot_preview1: wasi.wasiImport }));
  return JSON.parse(new TextDecoder().decode(answer.data));
}
