import { withDefaults } from './read-settings.js';
import { type Setting, shownDefault } from './setting.js';
import { sections, settingsTable } from './settings.js';

/** The text of `.env.example`: every setting with its default, commented out, so that a copy changes nothing. */
export function printEnvExample(): string {
  const blocks = Object.entries(sections).map(([title, settings]) =>
    [`# --- ${title} ---`, ...Object.values(settings).map(envEntry)].join('\n\n'),
  );
  const head = '# Copy this file to `.env` and set what should differ. All is explained in docs/configuration.md.';
  return `${[head, ...blocks].join('\n\n')}\n`;
}

/** The text of `docs/configuration.md`. */
export function printConfigurationPage(): string {
  const head = [
    '# Configuration',
    'Printed from the code (`src/config/settings.ts`).',
    'The server reads its settings once, at the start, from the environment and from a file `.env` in the folder it is started in; the environment wins.\n' +
      'An empty value counts as unset. A setting that is wrong stops the start with exit code 1, and all that are wrong are named at once.',
  ];
  const tables = Object.entries(sections).map(([title, settings]) => {
    const rows = Object.values(settings).map(tableRow);
    return [`## ${title}\n`, '| variable | default | takes | meaning |', '|---|---|---|---|', ...rows].join('\n');
  });
  return `${[...head, ...tables].join('\n\n')}\n`;
}

const inDevelopment = withDefaults({});

function envEntry(setting: Setting<unknown>): string {
  const { variable, kind, meaning, requiredInProduction } = setting;
  const lines = [meaning, `Takes ${kind.expected}.`, `Default: ${shownDefault(setting)}.`];
  if (requiredInProduction !== undefined) lines.push(`Required in production${orSubstitutes(variable, '')}.`);
  const value = inDevelopment.text(variable) ?? '';
  return [...lines.map((line) => `# ${line}`), `# ${variable}=${/[\s#]/.test(value) ? `"${value}"` : value}`].join(
    '\n',
  );
}

function tableRow(setting: Setting<unknown>): string {
  const { variable, kind, meaning, requiredInProduction } = setting;
  const required =
    requiredInProduction === undefined
      ? ''
      : ` Required in production${orSubstitutes(variable, '`')}: ${requiredInProduction}.`;
  const cells = [`\`${variable}\``, shownDefault(setting), kind.expected, meaning + required];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
}

function orSubstitutes(variable: string, quote: string): string {
  const substitutes = Object.values(settingsTable).filter(
    (setting: Setting<unknown>) => setting.insteadOf === variable,
  );
  return substitutes.map((substitute) => `, or else ${quote}${substitute.variable}${quote}`).join('');
}
