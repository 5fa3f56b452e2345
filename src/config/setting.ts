/** What a setting's text may be. */
export interface Kind<T> {
  /** Completes "… must be …"; never repeats what was given, which may be a secret. */
  readonly expected: string;
  /** Undefined where the text is not as expected. */
  parse(text: string, production: boolean): T | undefined;
}

/** What is known of the other settings while a default is worked out. */
export interface OtherSettings {
  readonly production: boolean;
  /** The text as it is set, or by default; null where there is neither. */
  readonly text: (variable: string) => string | null;
}

export interface DerivedDefault {
  /** The default as the documentation tells it. */
  readonly shown: string;
  text(others: OtherSettings): string | null;
}

interface Declaration<T> {
  readonly variable: string;
  readonly kind: Kind<T>;
  /** In the form in which a person would set it. */
  readonly default: string | DerivedDefault;
  /** Sentences for who runs the server. */
  readonly meaning: string;
  /** Why the server can't run in production without it. */
  readonly requiredInProduction?: string;
  /** The variable that this one is of no use without. */
  readonly needs?: string;
  /** The variable that this one stands in for: where this is set, that one must not be, and is not required. */
  readonly insteadOf?: string;
}

export interface Setting<T> extends Declaration<T> {
  /** Only there to carry the type of the value. */
  readonly value?: T;
}

export function setting<T>(declaration: Declaration<T>): Setting<T> {
  return declaration;
}

/** A setting that may be absent; its value is then null. */
export function optional<T>(
  declaration: Omit<Declaration<T>, 'default'> & { readonly default?: DerivedDefault },
): Setting<T | null> {
  return { default: { shown: 'none', text: () => null }, ...declaration };
}

export function byEnvironment(development: string, production: string): DerivedDefault {
  return {
    shown: `${development}; ${production} in production`,
    text: (others) => (others.production ? production : development),
  };
}

export function defaultText({ default: fallback }: Setting<unknown>, others: OtherSettings): string | null {
  return typeof fallback === 'string' ? fallback : fallback.text(others);
}

export function shownDefault({ default: fallback }: Setting<unknown>): string {
  return typeof fallback === 'string' ? fallback : fallback.shown;
}
