import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { printConfigurationPage, printEnvExample } from '../../src/config/print-settings.js';
import { readSettings } from '../../src/config/read-settings.js';
import { settingsTable } from '../../src/config/settings.js';

const variables = Object.values(settingsTable).map(({ variable }) => variable);
const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('the printed settings', () => {
  it('are those of the code in .env.example and in the documentation', () => {
    expect(committed('.env.example')).toBe(printEnvExample());
    expect(committed('docs/configuration.md')).toBe(printConfigurationPage());
  });

  it('name every setting once', () => {
    for (const variable of variables) {
      expect(printEnvExample().match(new RegExp(`^# ${variable}=`, 'gm'))).toHaveLength(1);
      expect(printConfigurationPage().match(new RegExp(`^\\| \`${variable}\` \\|`, 'gm'))).toHaveLength(1);
    }
  });

  it('change nothing when they are copied or uncommented', () => {
    const uncommented = parseEnv(printEnvExample().replace(/^# ([A-Z_]+=)/gm, '$1'));

    expect(Object.keys(uncommented).sort()).toEqual([...variables].sort());
    expect(parseEnv(printEnvExample())).toEqual({});
    expect(readSettings(uncommented)).toEqual(readSettings({}));
  });
});
