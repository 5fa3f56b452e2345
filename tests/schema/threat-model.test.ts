import { existsSync } from 'node:fs';
import { committed } from './committed-file.js';

/** A row of a table: what is promised | `the file`: the test's name */
const ROW = /^\| (.+?)\s*\| `(tests\/[\w./-]+)`: (.+?)\s*\|$/;

interface HeldPromise {
  readonly file: string;
  readonly test: string;
}

describe('the threat model', () => {
  it('names a test for each promise', () => {
    const promises = promisesOf(committed('docs/threat-model.md'));

    expect(promises.length).toBeGreaterThan(35);
    expect(broken(promises)).toEqual([]);
  });

  it('would be seen to name one that is gone: the control', () => {
    const promises = promisesOf(
      [
        '| Kept | `tests/schema/threat-model.test.ts`: names a test for each promise |',
        '| Gone | `tests/schema/threat-model.test.ts`: holds what nobody holds |',
        '| Lost | `tests/schema/nowhere.test.ts`: names a test for each promise |',
      ].join('\n'),
    );

    expect(broken(promises)).toHaveLength(2);
  });
});

function promisesOf(page: string): HeldPromise[] {
  return page.split('\n').flatMap((line) => {
    const [, , file, test] = ROW.exec(line) ?? [];
    return file === undefined || test === undefined ? [] : [{ file, test }];
  });
}

function broken(promises: readonly HeldPromise[]): string[] {
  return promises
    .filter(
      ({ file, test }) =>
        !existsSync(new URL(`../../${file}`, import.meta.url)) || !committed(file).includes(`'${test}'`),
    )
    .map(({ file, test }) => `${file}: ${test}`);
}
