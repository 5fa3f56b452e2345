import type { Environment } from './environment.js';
import { defaultText, type OtherSettings, type Setting } from './setting.js';
import { type Settings, settingsTable } from './settings.js';

export interface SettingFault {
  readonly variable: string;
  /** A whole sentence that says what is expected and never what was given. */
  readonly message: string;
}

export type ReadSettings =
  { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly faults: readonly SettingFault[] };

const all: readonly Setting<unknown>[] = Object.values(settingsTable);

/** Checks every setting and names all faults at once. */
export function readSettings(environment: Environment): ReadSettings {
  const others = withDefaults(environment);
  const faults = all.flatMap((setting) => faultOf(setting, environment, others) ?? []);
  if (faults.length > 0) return { ok: false, faults };
  const values = Object.entries<Setting<unknown>>(settingsTable).map(([name, setting]) => [
    name,
    valueOf(setting, others),
  ]);
  // Each value came out of the parser that gives `Settings` its type; `Object.fromEntries` can't know.
  return { ok: true, settings: Object.fromEntries(values) as unknown as Settings };
}

/** The texts of all settings, set or by default. */
export function withDefaults(environment: Environment): OtherSettings {
  const others: OtherSettings = {
    production: setText(environment, 'NODE_ENV') === 'production',
    text(variable) {
      const setting = all.find((candidate) => candidate.variable === variable);
      return setText(environment, variable) ?? (setting ? defaultText(setting, others) : null);
    },
  };
  return others;
}

/** An empty value counts as unset. */
function setText(environment: Environment, variable: string): string | null {
  const text = environment[variable]?.trim() ?? '';
  return text === '' ? null : text;
}

/** Defaults are right wherever what they are made from is, so only what was set can be at fault. */
function faultOf(setting: Setting<unknown>, environment: Environment, others: OtherSettings): SettingFault | null {
  const { variable, kind, insteadOf, needs } = setting;
  const text = setText(environment, variable);
  if (text === null) return missing(setting, environment, others);
  if (kind.parse(text, others.production) === undefined) {
    return { variable, message: `${variable} must be ${kind.expected}.` };
  }
  if (needs !== undefined && setText(environment, needs) === null) {
    return { variable, message: `${variable} is of no use without ${needs}: set both or none.` };
  }
  if (insteadOf === undefined || setText(environment, insteadOf) === null) return null;
  return { variable, message: `${variable} and ${insteadOf} can't both be set: keep one of them.` };
}

function missing(
  { variable, kind, requiredInProduction }: Setting<unknown>,
  environment: Environment,
  { production }: OtherSettings,
): SettingFault | null {
  if (!production || requiredInProduction === undefined) return null;
  const substitutes = all.filter(({ insteadOf }) => insteadOf === variable);
  if (substitutes.some((substitute) => setText(environment, substitute.variable) !== null)) return null;
  const names = [variable, ...substitutes.map((substitute) => substitute.variable)].join(' or ');
  const gives = [kind.expected, ...substitutes.map((substitute) => substitute.kind.expected)].join('; or ');
  return { variable, message: `${names} is required in production, for ${requiredInProduction}: give ${gives}.` };
}

function valueOf({ variable, kind }: Setting<unknown>, others: OtherSettings): unknown {
  const text = others.text(variable);
  if (text === null) return null;
  const value = kind.parse(text, others.production);
  if (value === undefined) throw new Error(`The default of ${variable} is not what ${variable} takes.`);
  return value;
}
